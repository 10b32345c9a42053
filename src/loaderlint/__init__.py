"""loaderlint: a linter for PyTorch data loading."""

__version__ = "0.1.0"
