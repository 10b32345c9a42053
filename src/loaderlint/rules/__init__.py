"""One rule per file, named after its code. A file that is dropped in here is in the catalogue."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from loaderlint.rule import Rule


@cache
def catalogue() -> tuple[Rule, ...]:
    """Return every rule, sorted by code."""
    found: list[Rule] = []
    for info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{info.name}")
        found += [value for value in vars(module).values() if isinstance(value, Rule)]
    return tuple(sorted(found, key=lambda rule: rule.code))
