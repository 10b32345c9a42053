"""Which files of a project are worth parsing, told from their bytes."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping, Set
from pathlib import Path

#: A file without any of these builds no loader, calls no `get_loader()` or the like, uses no `train_loader`, defines no
#: dataset, trains on nothing and suppresses nothing. A pattern takes twenty times as long as words to look for. That a
#: layer defines its `backward` says nothing of training. The pattern begins with letters, to be quick.
_MARKERS = (b"Dataset", b"random_split", b"set_epoch", b".backward(", b".manual_backward(")
_LOADER = re.compile(rb"oader(?:(?<=DataLoader)|(?<=loader)lint:|(?<=[Ll]oader)\w*\(|(?<=_loader)s?\b)")

#: What a file in UTF-16 begins with; nothing can be found in it, and it is no Python.
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

#: The modules and names of an import statement; in a notebook a string may begin with it.
_IMPORT = re.compile(rb'^[ \t]*"?(?:from[ \t]+([\w.]+)[ \t]+import\b([^\n#]*)|import[ \t]+([^\n#]*))', re.MULTILINE)

_WORD = re.compile(rb"\w+")

#: A loop outside of all functions, as in a program that has none.
_LOOP = re.compile(rb"^(?:for|while)\b", re.MULTILINE)

#: A statement outside of all functions that does something: a loop, a condition, a call, `print x`.
_ACTION = re.compile(r"^(?:(?:for|while|if|with|try|print|exec)\b|\w[\w.]*\(|\w[\w., ]*=.*\()", re.MULTILINE)


def relevant(contents: Mapping[Path, bytes]) -> dict[Path, bytes]:
    """Return the files that a rule may look at, and the programs that run these, with their contents.

    What a program hands to code in other files decides how that runs, whatever words it uses itself.
    """
    found = {path for path, data in contents.items() if is_relevant(data)}
    modules = {_in_code(module_name(path)) for path in found}
    packages = {path.parent for path in contents if path.name == "__init__.py"}
    beside: dict[Path, set[bytes]] = {}  # the packages in a folder that hand on what is in such modules
    for package in packages:
        if _hands_on(package, contents[package / "__init__.py"], found):
            beside.setdefault(package.parent, set()).add(_in_code(package.name))
    programs = (path for path, data in contents.items() if path.parent not in packages or b"__main__" in data)
    others = (path for path in programs if path not in found)
    runs = {path for path in others if _runs(path, contents[path], modules | beside.get(path.parent, set()))}
    return {path: data for path, data in contents.items() if path in found or path in runs}


def is_relevant(data: bytes) -> bool:
    """Whether the bytes of a file can hold anything that a rule looks at."""
    named = any(word in data for word in _MARKERS) or (b"oader" in data and _LOADER.search(data) is not None)
    return named or _is_training_program(data) or data.startswith(_UTF_16)


def names_torch(text: str) -> bool:
    """Whether a program says that it uses torch: others have loaders and datasets of their own."""
    return "torch" in text or "lightning" in text


def is_program(text: str) -> bool:
    """Whether a file does something when it runs, beside imports, definitions and names that it gives values."""
    return "__main__" in text or _ACTION.search(text) is not None


def _is_training_program(data: bytes) -> bool:
    """Whether a file may be a program that trains, with nothing but libraries."""
    return b"train" in data and (b"__main__" in data or b"rainer(" in data)


def _hands_on(package: Path, data: bytes, found: Set[Path]) -> bool:
    """Whether a package gives names of modules in it that are among those found: `from .pipeline import Pipeline`."""
    words = {word for match in _IMPORT.finditer(data) for word in _WORD.findall(match[1] or b"")}
    return any((package / f"{word.decode()}.py") in found for word in words)


def _runs(path: Path, data: bytes, modules: Set[bytes]) -> bool:
    """Whether a file is a program that uses one of the modules, which are given by the last parts of their names."""
    used: set[bytes] = set()
    for match in _IMPORT.finditer(data):
        words = {word for group in match.groups() if group for word in _WORD.findall(group)}
        if not modules.isdisjoint(words):
            used |= words
    if not used or path.suffix == ".ipynb" or b"__main__" in data or _LOOP.search(data):
        return bool(used)
    called = rb"^(?![\s#@]).*\b(?:%s)\b[\w.]*\(" % b"|".join(sorted(used))
    return re.search(called, data, re.MULTILINE) is not None


def _in_code(name: str) -> bytes:
    """A name as it stands in the bytes of a file."""
    return name.encode(errors="surrogateescape")


def module_name(path: Path) -> str:
    """The last part of the name that a file has as a module."""
    return path.parent.name if path.name == "__init__.py" else path.stem
