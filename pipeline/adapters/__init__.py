"""The live redactor inside other frameworks for voice agents.

Each module needs its framework's package.
"""
