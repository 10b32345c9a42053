"""Reading Python with the parser of the release that runs."""

from __future__ import annotations

import ast
import warnings


def parsed(text: str) -> ast.Module | None:
    """Return the tree of a text; None where it is no Python, or not that of this release."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an invalid escape is the user's affair
            return ast.parse(text)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return None


def is_formatted(part: ast.expr) -> bool:
    """Whether an f-string gives a part in another form than `str` does: `{x!r}`, `{x:02d}`."""
    return isinstance(part, ast.FormattedValue) and (part.format_spec is not None or part.conversion not in (-1, 115))
