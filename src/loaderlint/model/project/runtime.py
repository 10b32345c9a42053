"""Which versions of Python a project is for, and what else it says that its programs run on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import Version

from loaderlint.model.project.requirements import below, conda_pins, from_poetry, of_setup_cfg, pinned, read_text

#: In the order in which facts tell what a thing is on them.
PLATFORMS = ("Linux", "macOS", "Windows")


@dataclass(frozen=True, slots=True)
class Runtime:
    """What a project's programs run on, as far as it says: the platforms, and Python 3.14 or newer alone, or older."""

    platforms: tuple[str, ...] = ()
    from_3_14: bool = False
    before_3_14: bool = False


#: Nothing is said.
ANY_RUNTIME = Runtime()


def detect_python(root: Path, pyproject: dict[str, Any]) -> str:
    """Read which versions of Python a project supports, as a PEP 440 specifier; "" where it does not say.

    Its package says so, else its environment of conda, else its README, whose newest version is taken for the last. So
    is Python 3.6 where it is for torch 0.
    """
    poetry = from_poetry(below(pyproject, "tool", "poetry", "dependencies", "python"))
    given = below(pyproject, "project", "requires-python") or poetry or of_setup_cfg(root, "python_requires")
    conda = next((specifier for _, specifier in conda_pins(root, "python")), "")
    return _valid(given) or _valid(conda) or _valid(_by_readme_or_torch(root))


def _valid(said: Any) -> str:
    """What is said of versions, as a PEP 440 specifier; "" where that is none."""
    try:
        return str(SpecifierSet(said)) if said and isinstance(said, str) else ""
    except InvalidSpecifier:
        return ""


def detect_platforms(root: Path) -> tuple[str, ...]:
    """Read which platforms a project is for, by their names in settings; none where its README does not say."""
    return ("linux",) if any(_LINUX_ALONE.search(text) for text in _readmes(root)) else ()


def starts_at_3_14(requires_python: str) -> bool:
    """Whether a specifier leaves out all Python versions before 3.14, where workers are no longer forked by default."""
    return bool(requires_python) and not any(version < Version("3.14") for version in _admitted(requires_python))


def ends_before(version: str, requires_python: str) -> bool:
    """Whether a specifier leaves out a version of Python and all newer ones."""
    return bool(requires_python) and not any(other >= Version(version) for other in _admitted(requires_python))


def _admitted(requires_python: str) -> Iterator[Version]:
    """The versions of Python that a specifier admits, of each minor one and of the exact ones that it names."""
    specifiers = SpecifierSet(requires_python)
    named = [specifier.version.removesuffix(".*") for specifier in specifiers]  # such as `==3.10.5`
    minor = [f"3.{number}.{patch}" for number in range(100) for patch in (0, 99)]
    return (Version(version) for version in ("2.7", *minor, *named) if version in specifiers)


#: How a README names versions of Python: `Python 2.7/3.5`, `python=3.6`, `Python 3.6+`, `Python 3.8 or newer`.
_MENTIONED = re.compile(
    r"python[\s*`_(-]*(?:versions?)?[\s*`:]*(?P<from>>=?)?[\s=~v]*"
    r"(?P<versions>27\b|[23](?:\.(?:\d+|x))?(?:\.\d+)?(?:(?:\s*[/,&\u2013-]\s*|\s+(?:or|and|to)\s+)[23]\.\d+)*)(?!\w|\.\w)"
    r"(?P<on>[\s*`)]*(?:\+|(?:or|and)\s+(?:newer|later|above|higher|greater|up)))?",
    re.IGNORECASE,
)

#: How it names those of torch: `PyTorch 0.4`, `torch==1.1`, `PyTorch (v0.4.1+)`, `PyTorch 0.4 - 1.2`.
_TORCH = re.compile(
    r"\b(?:py)?torch[\s*`_:(-]*(?P<from>>=?)?[\s*`_:=(v-]*(?P<major>\d)\.\d+(?:\.\d+)*"
    r"(?P<on>[\s*`)]*(?:\+|(?:or|and)\s+(?:newer|later|above|higher|greater|up)|(?:[(,&/\u2013-]|to|or|and)[\s(or]*v?[1-9]))?",
    re.IGNORECASE,
)

_VERSION = re.compile(r"([23])(?:\.(\d+|x))?(?:\.\d+)?", re.IGNORECASE)


#: How a README says that Linux is all there is: `Only Linux is supported`, `we only support Linux`, `Linux only`.
_LINUX_ALONE = re.compile(
    r"\b(?:only\s+(?:supports?|tested|works?|runs?)|supports?\s+only)\s+(?:(?:on|with|for)\s+)?linux\b"
    r"|\blinux[\s-]+only\b|\bonly\s+(?:on\s+)?linux\b",
    re.IGNORECASE,
)


def _readmes(root: Path) -> list[str]:
    paths = sorted(path for path in root.glob("[Rr][Ee][Aa][Dd][Mm][Ee]*") if path.is_file())
    return [read_text(path) for path in paths]


def _by_readme_or_torch(root: Path) -> str:
    """What is left of Python by what a README names, and by a torch 0, which is older than most of Python 3.7."""
    texts = _readmes(root)
    is_for_torch_0 = _names_torch_0(texts) or _pins_torch_0(root)
    ends = [end for end in (_end_of_python(texts), (3, 7) if is_for_torch_0 else None) if end is not None]
    return "<{}.{}".format(*min(ends)) if ends else ""


def _end_of_python(texts: list[str]) -> tuple[int, int] | None:
    """The first version of Python beyond those that are named; None where a range without an end is."""
    ends = set()
    for text in texts:
        for mention in _MENTIONED.finditer(text):
            if mention["from"] or mention["on"]:
                return None
            for major, minor in _VERSION.findall(mention["versions"].replace("27", "2.7")):
                ends.add((int(major), int(minor) + 1) if minor.isdigit() else (int(major) + 1, 0))
    return max(ends, default=None)


def _names_torch_0(texts: list[str]) -> bool:
    """Whether a README names releases of torch before 1.0, and no others."""
    named = [mention for text in texts for mention in _TORCH.finditer(text)]
    return bool(named) and all(mention["major"] == "0" and not (mention["from"] or mention["on"]) for mention in named)


def _pins_torch_0(root: Path) -> bool:
    """Whether requirements leave no torch from 1.0 on."""
    left = pinned("torch", root, root)
    if left is None or not any(f"0.{minor}.{patch}" in left for minor in range(5) for patch in range(5)):
        return False
    releases = (f"{major}.{minor}.{patch}" for major in (1, 2) for minor in range(99) for patch in range(5))
    return not any(release in left for release in releases)
