"""Whether the files of a project name a function of another one, told from their bytes: most are never parsed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from loaderlint.checking.out_of_use import out_of_use
from loaderlint.checking.relevant import is_program, module_name
from loaderlint.text.paths import absolute

#: Code that may call any function of a project, by a name that is put together: `import_module(f"data.{name}")`, or
#: through a list of subclasses. Lightning's command line may make any class that it is asked for, unless it is given
#: both a model and a data module.
_BY_NAME = re.compile(
    rb"\b(?:import_module|__import__|instantiate|locate|get_object|get_class|runpy)\s*\("
    rb"|\b__subclasses__\b|\b__init_subclass__\b|\bLightningCLI\s*\((?!\s*[\w.]+\s*,\s*[\w.]+\s*[,)])|\bsubclass_mode_"
)

#: Code that picks something by a name that is not written: `getattr(data, args.dataset)`, `eval(args.dataset)`.
_PICKED = re.compile(
    rb"\bgetattr\s*\([^,()]+,\s*(?![\s\"'])|(?<![.\w])(?:eval|exec)\s*\(|\bglobals\(\)|(?<!self\.)__dict__\["
)

#: What a file, or a cell of a notebook, imports from a module.
_FROM = re.compile(rb"^[ \t\"]*from[ \t]+([\w.]+)[ \t]+import[ \t]*(\([^)]*\)|[^\n]*)", re.MULTILINE)

#: The names that a file exports, and a name that an import changes.
_ALL = re.compile(rb"^__all__\s*\+?=\s*[\[(][^\])]*[\])]", re.MULTILINE)
_RENAMED = re.compile(rb"\b\w+(?=\s+as\b)")

#: What makes a folder one that is installed: what its packages hold is there for others.
_INSTALLING = {"setup.py": b"", "setup.cfg": b"[metadata]", "pyproject.toml": b"[project]"}


class Uncalled(NamedTuple):
    """Functions and classes of the file at a path, by name: other files must name one if any is ever to run.

    Without names, it is the file itself that others must name as a module. With `beside_others`, they may be there for
    other projects, unless a file of this one uses the module, and so leaves them out, or is a program and leaves the
    module out.
    """

    path: str
    names: tuple[str, ...]
    beside_others: bool = False


#: A line of a notebook that is longer holds a picture or the like, and is no code; in bytes.
_LONG = 10_000


class Mentions:
    """Looks for names in the files of a project, which are read when they are first needed."""

    def __init__(self, root: Path, contents: Callable[[], Iterable[tuple[Path, bytes]]]) -> None:
        self._root = absolute(root)
        self._read = contents
        self._known: dict[Uncalled, bool] = {}

    def lead_to(self, uncalled: Uncalled) -> bool:
        """Whether a file may lead to one of these functions, or code of other projects may: they are installed."""
        if uncalled not in self._known:
            self._known[uncalled] = self._may_lead_to(uncalled)
        return self._known[uncalled]

    def _may_lead_to(self, uncalled: Uncalled) -> bool:
        is_named = self._is_named(uncalled.path)
        if uncalled.beside_others and not self._has_programs_beside(uncalled.path):
            return True
        if not uncalled.names and (is_named or not uncalled.beside_others):
            return is_named
        if self._is_installed(Path(uncalled.path)):
            return True
        if uncalled.beside_others and not is_named:
            return self._is_program(uncalled.path) or bool(self._calling_by_name)
        return any(self._leading(uncalled))

    def _is_program(self, path: str) -> bool:
        """Whether a file is a program by itself: no other need name it, and whoever runs it may have it do more."""
        return is_program(self._contents.get(path, b"").decode(errors="replace"))

    def _has_programs_beside(self, path: str) -> bool:
        """Whether the project has programs beside a file: else that is there for other projects."""
        return any(
            other != path and (other.endswith(".ipynb") or b"__main__" in data)
            for other, data in self._contents.items()
        )

    def _is_named(self, path: str) -> bool:
        """Whether another file says the name of a module, be it in a string. A file that is alone counts as named.

        What files say that are out of use themselves counts for nothing.
        """
        word = re.compile(rb"\b%s\b" % re.escape(module_name(Path(path)).encode(errors="surrogateescape")))
        others = {other: data for other, data in self._contents.items() if other != path}
        naming = (other for other, data in others.items() if word.search(data))
        return not others or not all(out_of_use(other, self._root) for other in naming)

    @cached_property
    def _contents(self) -> Mapping[str, bytes]:
        return {str(absolute(path)): _code_in(path, data) for path, data in self._read()}

    @cached_property
    def _calling_by_name(self) -> Set[str]:
        """The files that may call any function of the project."""
        return {path for path, data in self._contents.items() if _BY_NAME.search(data)}

    @cached_property
    def _picking(self) -> Set[str]:
        """The files that pick something by a name that is not written."""
        return {path for path, data in self._contents.items() if _PICKED.search(data)}

    def _leading(self, uncalled: Uncalled) -> Iterator[bool]:
        names = [name.encode() for name in uncalled.names]
        stem = Path(uncalled.path).stem.encode(errors="surrogateescape")
        module = re.compile(rb"\b%s\b" % re.escape(stem))
        for path, data in self._contents.items():
            if path != uncalled.path:
                yield any(self._names(data, name, stem) for name in names)
                yield path in self._calling_by_name
                yield path in self._picking and module.search(data) is not None

    def _names(self, data: bytes, name: bytes, stem: bytes) -> bool:
        """Whether a file says a name, and may mean by it what the module `stem` defines.

        It means another if it defines one itself, or imports one from modules that do. To import it is not yet to use
        it, nor is it to export it, which whoever uses it names in turn.
        """
        if name not in data:
            return False
        used = _FROM.sub(_left_of_import, _ALL.sub(b"", data))
        if re.search(rb"^[^#\n]*(?<!def )\b%s\b" % name, used, re.MULTILINE) is None:
            return False
        word = re.compile(rb"\b%s\b" % name)
        sources = {module.rpartition(b".")[2] for module, taken in _FROM.findall(data) if word.search(taken)}
        others = {other for other in self._defining(name) if other != stem}
        of_another = sources <= others if sources else _defines(data, name)
        return not of_another or re.search(rb"\b%s\s*\.\s*%s\b" % (re.escape(stem), name), data) is not None

    def _defining(self, name: bytes) -> Iterator[bytes]:
        """The modules that define a name at their top level, by the last part of their own names."""
        for path, data in self._contents.items():
            if _defines(data, name):
                yield Path(path).stem.encode(errors="surrogateescape")

    def _is_installed(self, path: Path) -> bool:
        """Whether a file lies in a package that is installed for others: not one that its project calls `src`."""
        package = path.parent
        if not (package / "__init__.py").is_file():
            return False
        while (package.parent / "__init__.py").is_file():
            package = package.parent
        called = b"src.%s" % package.name.encode(errors="surrogateescape")
        in_src = package.parent.name == "src" and any(called in data for data in self._contents.values())
        if in_src or package.name == "src":
            return False
        folders = [folder for folder in path.parents if folder == self._root or self._root in folder.parents]
        return any(_holds(folder / name, word) for folder in folders for name, word in _INSTALLING.items())


def _code_in(path: Path, data: bytes) -> bytes:
    """What a file holds, but for the pictures in a notebook."""
    if path.suffix != ".ipynb":
        return data
    return b"\n".join(line for line in data.split(b"\n") if len(line) <= _LONG)


def _left_of_import(statement: re.Match[bytes]) -> bytes:
    """What an import leaves to be found by name: the names that it changes, as they are used under others."""
    return b" ".join(_RENAMED.findall(statement[2]))


def _defines(data: bytes, name: bytes) -> bool:
    """Whether a file, or a cell of a notebook, defines a class or a function of some name at its top level."""
    definition = rb"^(?:[ \t]*\")?(?:class|def|async def)\s+%s\b" % name
    return name in data and re.search(definition, data, re.MULTILINE) is not None


def _holds(path: Path, word: bytes) -> bool:
    try:
        return word in path.read_bytes()
    except OSError:
        return False
