"""The version of loaderlint."""

__version__ = "0.1.0"
