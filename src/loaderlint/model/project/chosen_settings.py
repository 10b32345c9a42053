"""Settings of which a program's user must choose the file: what the files that may be meant say.

A value that some of them have and others do not is that of those that have it, since the others are for other programs.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from loaderlint.model.project.file import File
from loaderlint.model.project.settings_file import SettingsFile, entries
from loaderlint.syntax import tree


def chosen(files: Sequence[SettingsFile]) -> SettingsFile | None:
    """Return the settings of one of these files, whichever it is; None where there is none."""
    tables = [(file.value, file) for file in files if isinstance(file.value, tree.Dict)]
    if not tables:
        return None
    first = tables[0][1]
    homes: dict[tree.Node, File] = {node: file for _, file in tables[1:] for node in tree.walk(file.tree)}
    value = reduce(lambda one, other: _either(one, other, homes), (table for table, _ in tables))
    return SettingsFile(first.source, value, first.places, overridable=True, homes=homes)


def _either(one: tree.Dict, other: tree.Dict, homes: dict[tree.Node, File]) -> tree.Dict:
    """Return the entries of two tables, with both values where they differ."""
    found = entries(one)
    for key, pair in entries(other).items():
        if key in found:
            pair = _both(found[key], pair, homes)
        found[key] = pair
    return tree.Dict(one.at, tuple(found.values()))


def _both(one: tree.Pair, other: tree.Pair, homes: dict[tree.Node, File]) -> tree.Pair:
    match one.value, other.value:
        case tree.Dict() as left, tree.Dict() as right:
            value: tree.Expr = _either(left, right, homes)
        case tree.Constant(value=left), tree.Constant(value=right) if left == right:
            return one
        case left, right:
            value = tree.Conditional(one.at, tree.Other(one.at, "chosen", ()), left, right)
    both = tree.Pair(one.at, one.key, value)
    if one in homes:
        homes.update((node, homes[one]) for node in (both, *tree.walk(value)) if node not in homes)
    return both
