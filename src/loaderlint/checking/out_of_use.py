"""Files that by their path are out of use, or there to try something out."""

from __future__ import annotations

from pathlib import Path

from loaderlint.text.paths import absolute
from loaderlint.text.words import words_of

#: Words in the path of a program that nobody runs any more, or that is there to try something out.
_OUT_OF_USE = {
    "archived", "attic", "backup", "backups", "bak", "benchmark", "benchmarks", "debug", "debugging", "deprecated",
    "legacy", "obsolete", "old", "outdated", "playground", "playgrounds", "profile", "profiling", "sandbox", "scratch",
    "scratches", "smoke", "unused",
}  # fmt: skip


def out_of_use(path: str, root: Path) -> str:
    """Say which part of a program's path, below the project, speaks of code out of use; nothing if none does."""
    folder, file = absolute(root), Path(path)
    parts = (file.relative_to(folder) if file.is_relative_to(folder) else file).parts
    named = next((part for part in parts if not _OUT_OF_USE.isdisjoint(words_of(part))), None)
    return f"`{named}` sounds like code that is out of use or a trial" if named else ""
