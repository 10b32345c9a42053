"""The files of a project, read on demand: a file that is checked, and those that it imports."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from loaderlint.model.file import File
from loaderlint.model.searchpath import added_directories
from loaderlint.paths import absolute
from loaderlint.source import Source, SourceError, decode
from loaderlint.syntax.parse import ParseError, parse

#: Never looked for in the project, whatever files lie beside the importer.
_LIBRARIES = frozenset(sys.stdlib_module_names) | {"torch", "numpy", "torchvision", "lightning", "pytorch_lightning"}


class Project:
    """Finds and parses the modules below `root`. A file that cannot be read or parsed is as good as missing here.

    `texts` holds contents that stand in for those on disk, by absolute path.
    """

    def __init__(self, root: Path, texts: Mapping[Path, bytes]) -> None:
        self.root = root
        self._texts = texts
        self._files: dict[Path, File | None] = {}
        self._found: dict[tuple[Path, tuple[Path, ...], str], Path | None] = {}
        self._added: dict[File, tuple[Path, ...]] = {}

    def read(self, path: Path) -> bytes:
        """Return the contents of a file.

        Raises:
            OSError: it cannot be read.
        """
        return self._texts.get(absolute(path)) or path.read_bytes()

    def file(self, source: Source) -> File:
        """Return the parsed file of a source that the caller has read, once for a module that was imported before.

        Raises:
            ParseError: it is not Python 3, or nested too deeply.
        """
        path = source.path.absolute()
        known = self._files.get(path)
        if known is None or known.source.text != source.text:
            known = self._files[path] = File(source, parse(source))
        return known

    def module(self, importer: File, name: str) -> File | None:
        """Return the project's module that `name` (with leading dots if relative) stands for in `importer`."""
        if importer not in self._added:
            self._added[importer] = added_directories(importer)
        key = (importer.directory, self._added[importer], name)
        if key not in self._found:
            self._found[key] = self._find(*key)
        path = self._found[key]
        return None if path is None else self._load(path)

    def _find(self, directory: Path, added: tuple[Path, ...], name: str) -> Path | None:
        relative = len(name) - len(name.lstrip("."))
        parts = [part for part in name.lstrip(".").split(".") if part]
        if relative:
            base = directory
            for _ in range(relative - 1):
                base = base.parent
            return _module_below(base, parts)
        if parts[0] in _LIBRARIES:
            return None
        roots = (*_import_roots(directory, self.root), *added)
        if len(parts) > 1:
            roots += (directory,)  # a package on `sys.path`, as scripts do; a single name there is rather a library
        for base in roots:
            if found := _module_below(base, parts):
                return found
        return None

    def _load(self, path: Path) -> File | None:
        if path not in self._files:
            try:
                source = decode(path, self.read(path))
                self._files[path] = File(source, parse(source))
            except (OSError, SourceError, ParseError):
                self._files[path] = None
        return self._files[path]


@cache
def _import_roots(directory: Path, root: Path) -> tuple[Path, ...]:
    """Directories that absolute imports may start from, the nearest first: a script's own, its parents, `src`."""
    roots = []
    for base in (directory, *directory.parents):
        if not (base / "__init__.py").is_file():
            roots.append(base)
        if base == root:
            break
    roots.append(root / "src")
    return tuple(roots)


def _module_below(base: Path, parts: list[str]) -> Path | None:
    target = base.joinpath(*parts)
    for candidate in (target / "__init__.py", target.with_name(target.name + ".py") if parts else None):
        if candidate is not None and candidate.is_file():
            return candidate
    return None
