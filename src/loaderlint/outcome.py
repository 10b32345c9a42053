"""What checking one file gave, before it is known what loaders other files build."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from loaderlint.finding import Finding, Trouble
from loaderlint.source import Source

#: A dataset class, across processes: its file and its ordinal there.
ClassKey: TypeAlias = tuple[str, int]


@dataclass(slots=True)
class Outcome:
    """The findings of one file, each with the dataset class for which it stands only if no loader is built.

    `loaded` are the dataset classes that the file builds loaders for. `judged` says whether the rules were run. A file
    with comments for the linter has its `source`.
    """

    path: Path
    findings: list[tuple[Finding, ClassKey | None]] = field(default_factory=list)
    loaded: set[ClassKey] = field(default_factory=set)
    troubles: list[Trouble] = field(default_factory=list)
    source: Source | None = None
    judged: bool = False
