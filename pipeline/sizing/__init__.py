"""Sizing: how a device's memory is used for a recipe; a trial step decides where there is a
device.
"""
