"""Which releases of Python and of libraries the files beside code leave, whatever kind of file they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from packaging.specifiers import InvalidSpecifier, Specifier, SpecifierSet
from packaging.version import Version

from loaderlint.model.project.pinning_files import pinning
from loaderlint.text.paths import absolute

#: The torch of pip and that of conda.
TORCH = "(?:py)?torch"

#: Which release of a library was the first for a version of Python. The release notes of NumPy 2.3.2, SciPy 1.16.1,
#: pandas 2.3.3, scikit-learn 1.7.2 and setuptools 66.1 say so; for the others it is the first that the package index
#: has for it. A torch 0 is older than most of Python 3.7.
_FIRST = [
    (TORCH, "1.0", "3.7"),
    (TORCH, "2.9", "3.14"),
    ("torchvision", "0.24", "3.14"),
    ("torchaudio", "2.9", "3.14"),
    ("numpy", "2.3.2", "3.14"),
    ("scipy", "1.16.1", "3.14"),
    ("pandas", "2.3.3", "3.14"),
    ("scikit-learn", "1.7.2", "3.14"),
    ("tensorflow(?:-gpu)?", "2.22", "3.14"),
    ("setuptools", "66.1", "3.12"),
]


def ends_before(version: str, specifier: str) -> bool:
    """Whether a specifier leaves out a version and all newer ones."""
    return any(_ends_before(Version(version), one) for one in SpecifierSet(specifier))


def _ends_before(version: Version, one: Specifier) -> bool:
    if one.operator not in ("<", "<=", "==", "~="):
        return False
    named = Version(one.version.removesuffix(".*"))
    match one.operator:
        case "<":
            return named <= version
        case "~=":
            return _after(named.release[:-1]) <= version
        case "==" if one.version.endswith(".*"):
            return _after(named.release) <= version
    return named < version


def _after(release: tuple[int, ...]) -> Version:
    """The first version after all that begin with these numbers."""
    *start, last = release
    return Version(".".join(map(str, (*start, last + 1))))


def end_of_python(texts: list[str], torch: str) -> str:
    """Return the first version of Python that a library is too old for, by what texts pin; "" where none is.

    Where they do not pin torch, it is a feature release that is given, unless that is "".
    """
    ends = []
    for library, first, python in _FIRST:
        left = bounds(library, texts)
        if not left and library == TORCH and torch:
            left = [SpecifierSet(f"=={torch}.*")]
        if left and all(ends_before(first, str(one)) for one in left):
            ends.append(python)
    return min(ends, key=Version, default="")


def pinned(library: str, directory: Path, root: Path) -> SpecifierSet | None:
    """Return the releases of a library that the requirements in a directory, or the nearest above within `root`, leave.

    None where none of them names it.
    """
    left = bounds(library, texts_in(directory))
    if left or directory == root or root not in directory.parents:
        return left[0] if left else None
    return pinned(library, directory.parent, root)


def bounds(library: str, texts: Iterable[str]) -> list[SpecifierSet]:
    """Return what the first of some texts that says anything of a library's releases says of them, at each place."""
    return next((found for text in texts if (found := list(_bounds(library, text)))), [])


def _bounds(library: str, text: str) -> Iterator[SpecifierSet]:
    for match in pin_of(library).finditer(text):
        if not _FOR_SOME_PYTHON.match(text, match.end()):
            try:
                yield SpecifierSet(as_specifier(match[1]))
            except InvalidSpecifier:
                continue


def texts_in(directory: Path) -> list[str]:
    """Return what the files in a directory say that pin releases, the most binding first, without comments."""
    return [text for _, text in named_texts_in(directory)]


def named_texts_in(directory: Path) -> list[tuple[Path, str]]:
    """Return the same, each with the file that says it."""
    return [(Path(path), _text(Path(path).name, data)) for path, data in pinning(str(absolute(directory)))]


def _text(name: str, data: bytes) -> str:
    text = _COMMENT.sub("", data.decode(encoding="utf-8", errors="replace"))
    text = OLD_CUDA.sub(" torch<2.9 ", text)
    if name.startswith("Dockerfile"):
        return _IMAGE.sub(r"\1==\2.*", _IMAGE_OF_NVIDIA.sub("python<3.14", text))
    if name in _ONLY_PYTHON:
        return _ONLY_PYTHON[name].sub(r"python==\1", text)
    return text


_COMMENT = re.compile(r"(?:^|(?<=\s))#.*", re.MULTILINE)

#: An index of wheels for a CUDA that torch is not built for from 2.9 on: its release notes name 12.6 and newer.
OLD_CUDA = re.compile(r"/whl/cu(?:[89]\d|1[01]\d|12[0-5])\b")

#: What a requirement ends in that holds for some versions of Python alone.
_FOR_SOME_PYTHON = re.compile(r"[\"']?[ \t]*;.{0,80}python")

#: What an image is made from: `FROM python:3.8-slim`, `FROM pytorch/pytorch:1.9.0-cuda11.1`.
_IMAGE = re.compile(r"^FROM\s.*?\b(python|pytorch):(\d{1,3}(?:\.\d{1,3})+)", re.MULTILINE | re.IGNORECASE)

#: NVIDIA's images go by year and month: those of up to 2025 have Python 3.12 or older.
_IMAGE_OF_NVIDIA = re.compile(r"^FROM\s.*?\bnvidia/pytorch:(?:1\d|2[0-5])\.\d\d\S*", re.MULTILINE | re.IGNORECASE)

#: Files that name Python alone, and how. A `runtime.txt` that says `3.9` is for what builds the documentation.
_ONLY_PYTHON = {
    ".python-version": re.compile(r"^(\d{1,3}(?:\.\d{1,3})+)\s*$", re.MULTILINE),
    "runtime.txt": re.compile(r"^python-(\d{1,3}(?:\.\d{1,3})+)\s*$", re.MULTILINE),
}


@cache
def pin_of(library: str) -> re.Pattern[str]:
    """How a pin of a library looks in any kind of file, with what is said of its releases as a group."""
    bounds = r"((?:(?:[=<>!~^]=?)\s*\d{1,9}(?:\.\d{1,9})*(?:\.\*)?[\s,]*)+)"
    return re.compile(rf"(?<![\w.-]){library}(?:\[[^\]]{{0,80}}\])?[\"'\s]*(?:=\s*[\"'])?{bounds}")


def as_specifier(pin: str) -> str:
    """A pin as PEP 440 writes it: conda's `=1.3` and Poetry's `^1.3` as well."""
    pin = pin.strip().rstrip(",")
    if match := re.fullmatch(r"=\s*([\d.]+)(?:=[\d.]*)?", pin):
        return f"=={match[1]}.*"
    if match := re.fullmatch(r"\^\s*(\d+)([\d.]*)", pin):
        return f">={match[1]}{match[2]},<{int(match[1]) + 1}"
    return pin
