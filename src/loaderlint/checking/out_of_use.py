"""Files that by their path are out of use, there to try something out, or taken over from others."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from pathlib import Path

from loaderlint.text.paths import absolute
from loaderlint.text.words import words_of

#: Words in the path of a program that nobody runs any more, or that is there to try something out.
_OUT_OF_USE = {
    "archived", "attic", "backup", "backups", "bak", "benchmark", "benchmarks", "debug", "debugging", "deprecated",
    "legacy", "obsolete", "old", "outdated", "playground", "playgrounds", "profile", "profiling", "sandbox", "scratch",
    "scratches", "smoke", "unused",
}  # fmt: skip

#: Such words, but for names of files: a module `archive.py` writes archives.
_OUT_OF_USE_FOLDERS = {"archive", "archives"}

#: Folders that hold code of others: what is wrong there is theirs to mend.
_OF_OTHERS = {
    "3rdparty", "3rd_party", "_vendor", "extern", "external", "externals", "submodules", "third-party", "third_party",
    "thirdparty", "vendor", "vendored",
}  # fmt: skip

#: What file managers, browsers and Jupyter add to the name of a file's second copy.
_SECOND_COPY = re.compile(r"( copy( \d+)?| - Copy( \(\d+\))?|-Copy\d+| \(\d+\))$")

#: Words in the names of folders whose code is there to be read.
_TO_READ = {"doc", "docs", "report", "reports", "slides"}


def out_of_use(path: str, root: Path) -> str:
    """Say which part of a program's path, below the project, speaks of code out of use, or of others; else nothing."""
    parts = _parts(path, root)
    named = _named(parts, _OUT_OF_USE) or _named(parts[:-1], _OUT_OF_USE_FOLDERS)
    if named:
        return f"`{named}` sounds like code that is out of use or a trial"
    foreign = next((part for part in parts[:-1] if part.lower() in _OF_OTHERS), None)
    if foreign:
        return f"`{foreign}` sounds like code of others"
    copied = next((part for part in parts if _SECOND_COPY.search(Path(part).stem)), None)
    return f"`{copied}` sounds like a second copy, made by hand" if copied else ""


def only_to_read(path: str, root: Path) -> str:
    """Say which folder of a file, below the project, speaks of code that is there to be read; nothing if none does."""
    named = _named(_parts(path, root)[:-1], _TO_READ)
    return f"code in `{named}` may be there to be read" if named else ""


def _parts(path: str, root: Path) -> tuple[str, ...]:
    folder, file = absolute(root), Path(path)
    return (file.relative_to(folder) if file.is_relative_to(folder) else file).parts


def _named(parts: Sequence[str], words: Set[str]) -> str | None:
    return next((part for part in parts if not words.isdisjoint(words_of(part))), None)
