"""Which versions of Python a project is for, and what else it says that its programs run on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import Version

from loaderlint.model.project.pinning_files import readmes
from loaderlint.model.project.pins import OLD_CUDA, bounds, end_of_python, ends_before, texts_in
from loaderlint.model.project.readme import is_for_linux_alone, python_in, torch_in
from loaderlint.model.project.requirements import below, from_poetry, of_setup_cfg
from loaderlint.text.paths import absolute

#: In the order in which facts tell what a thing is on them.
PLATFORMS = ("Linux", "macOS", "Windows")


@dataclass(frozen=True, slots=True)
class Runtime:
    """What a project's programs run on, as far as it says: the platforms, and Python 3.14 or newer alone, or older.

    Python `before_3_9` gets no newer releases of many libraries.

    It `admits_3_14` where it names a Python and does not leave that out.
    """

    platforms: tuple[str, ...] = ()
    from_3_14: bool = False
    before_3_9: bool = False
    before_3_14: bool = False
    admits_3_14: bool = False


#: Characters of what is no longer taken for versions: their numbers may be too long to be read.
_LONG = 200

#: Nothing is said.
ANY_RUNTIME = Runtime()


def detect_python(folder: Path, pyproject: dict[str, Any]) -> str:
    """Read which versions of Python the code in a folder is for, as a PEP 440 specifier; "" where nothing says so.

    Its package says so, and what it is run with: its environment of conda, its image, a `.python-version`; else its
    README, whose newest version is taken for the last. Nor can it be newer than a library which is pinned.
    """
    poetry = from_poetry(below(pyproject, "tool", "poetry", "dependencies", "python"))
    given = below(pyproject, "project", "requires-python") or poetry or of_setup_cfg(folder, "python_requires")
    texts, spoken = texts_in(folder), _readmes(folder)
    pinned = next((str(left) for left in bounds("python", texts)), "")
    said = _narrowed(_valid(given), pinned) or python_in(spoken)
    end = end_of_python(texts, torch_in(spoken) or _built_for(spoken))
    if not end or ends_before(end, said):
        return said
    from_which_on = (str(one) for one in SpecifierSet(said) if one.operator not in ("<", "<="))
    return ",".join((*sorted(from_which_on), f"<{end}"))


def _narrowed(package: str, pinned: str) -> str:
    """What a package is for of that which it is run with; what that package says where they do not fit."""
    both = ",".join(said for said in (package, pinned) if said)
    return package if package and not any(version in SpecifierSet(both) for version in _releases(both)) else both


def _built_for(readmes: list[str]) -> str:
    """The newest feature release of torch that READMEs may mean where they have it installed for an old CUDA."""
    return "2.8" if any(map(OLD_CUDA.search, readmes)) else ""


def nearest_python(directory: Path, root: Path) -> str:
    """Read what the nearest folder from a directory up to `root`, that apart, says of Python; "" where none does."""
    if directory == root or root not in directory.parents:
        return ""
    return detect_python(directory, {}) or nearest_python(directory.parent, root)


def _valid(said: Any) -> str:
    """What is said of versions, as a PEP 440 specifier; "" where that is none, or compares them as mere text."""
    try:
        found = SpecifierSet(said) if isinstance(said, str) and len(said) < _LONG else SpecifierSet()
    except InvalidSpecifier:
        return ""
    return "" if any(one.operator == "===" for one in found) else str(found)


def detect_platforms(root: Path) -> tuple[str, ...]:
    """Read which platforms a project is for, by their names in settings; none where its README does not say."""
    return ("linux",) if is_for_linux_alone(_readmes(root)) else ()


def _readmes(folder: Path) -> list[str]:
    return [data.decode(encoding="utf-8", errors="replace") for _, data in readmes(str(absolute(folder)))]


def starts_at_3_14(requires_python: str) -> bool:
    """Whether a specifier leaves out all Python versions before 3.14, where workers are no longer forked by default."""
    specifiers = SpecifierSet(requires_python)
    admitted = (Version(version) for version in _releases(requires_python) if version in specifiers)
    return bool(requires_python) and not any(version < Version("3.14") for version in admitted)


def _releases(said: str) -> list[str]:
    """Releases of Python by which specifiers can be told apart: two of each minor one, and those that are named."""
    named = [specifier.version.removesuffix(".*") for specifier in SpecifierSet(said)]  # such as `==3.10.5`
    minor = [f"3.{number}.{patch}" for number in range(100) for patch in (0, 99)]
    return ["2.7", *minor, *named]
