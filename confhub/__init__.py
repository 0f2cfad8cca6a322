"""Runs hybrid press briefings: many linked points, one live question queue."""

__version__ = "0.1.0"
