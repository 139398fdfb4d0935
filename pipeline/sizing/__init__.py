"""Sizing: how a recipe uses a device's memory; where there is a device, a trial step decides."""
