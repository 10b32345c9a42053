"""loaderlint: a linter for PyTorch data loading."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from loaderlint.finding import Finding, Severity

__all__ = ["Finding", "Severity", "__version__", "check"]
__version__ = "0.1.0"


def check(
    paths: Iterable[str | os.PathLike[str]] = (".",), *, isolated: bool = False, **settings: object
) -> tuple[Finding, ...]:
    """Check files and directories as `loaderlint` does on the command line; nothing of the project is imported or run.

    `settings` are those of the command line (`select=["LL1"]`, `ignore`, `target_torch`, `preset`); they go over what
    `[tool.loaderlint]` in the project's pyproject.toml says, which `isolated` leaves unread. Findings are in the order
    of their places.

    Raises:
        loaderlint.config.ConfigError: a setting is not valid.
        OSError: a path does not exist or cannot be read.
    """
    from loaderlint.config import load_config, with_options
    from loaderlint.engine import check_paths

    targets = tuple(map(Path, paths))
    result = check_paths(targets, with_options(load_config(targets, isolated=isolated), **settings))
    if result.troubles:
        raise OSError("; ".join(f"{trouble.path}: {trouble.message}" for trouble in result.troubles))
    return result.findings
