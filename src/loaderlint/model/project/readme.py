"""What READMEs say that a project is made for: versions of Python and of torch, and platforms."""

from __future__ import annotations

import re

#: What stands between two versions that are named together.
_BETWEEN = r"(?:[ \t]*[/,&|~\u2013-][ \t]*|[ \t]+\(?(?:or|and|to)[ \t]+)"

#: What stands behind a version if all newer ones are meant as well: `3.6+`, `3.8 (or newer)`.
_ON = r"[ \t*`),(]*(?:\+(?!cu|cpu)|%2B|(?:or|and)[ \t]+(?:newer|later|above|higher|greater|more|up)|\u4ee5\u4e0a)"


def _mention(name: str, version: str) -> re.Pattern[str]:
    """How versions of something are named: `Python 2.7/3.5`, `python=3.6`, `Python (3.6.8)`, `at least torch 1.4`."""
    return re.compile(
        rf"(?P<least>(?:at\s+least|minimum(?:\s+of)?)\s+)?{name}[\s*`_|(-]{{0,9}}(?:versions?)?[\s*`:|(]{{0,9}}"
        rf"(?P<from>(?:&gt;|[>\u2265])=?)?[\s=~v]{{0,9}}"
        rf"(?P<versions>{version}(?:{_BETWEEN}v?{version})*)(?!\w|\.\w)(?P<on>{_ON})?",
        re.IGNORECASE,
    )


_NUMBER = r"[23](?:\.(?:\d{1,3}|x)(?:\.\d+)?)?"
_PYTHON = _mention("python", rf"(?:{_NUMBER}|(?<=python)(?:27|3\d\d?))")
_TORCH = _mention(r"\b(?:py)?torch", r"\d\.(?:\d{1,3}|x)(?:\.\d+)*")

#: A version of which the first number is given, and perhaps the second: `3.6.8`, `36`, `3.x`, `3`.
_VERSION = re.compile(r"(\d)(?:\.?(\d{1,3}|x))?(?:\.\d+)*", re.IGNORECASE)

#: A minor number beyond all that there are.
_ANY = 99

#: The first version after all of Python 3: that these will do says nothing.
_OPEN = (4, 0)

#: How a README says that Linux is all there is: `Only Linux is supported`, `we only support Linux`, `Linux only`.
_LINUX_ALONE = re.compile(
    r"\b(?:only\s+(?:supports?|tested|works?|runs?)|supports?\s+only)\s+(?:(?:on|with|for)\s+)?linux\b"
    r"|\blinux[\s-]+only\b|\bonly\s+(?:on\s+)?linux\b",
    re.IGNORECASE,
)


def python_in(texts: list[str]) -> str:
    """Return the Python that texts name, as a PEP 440 specifier; "" where they name none.

    The newest version that they name is taken for the last, unless they say that newer ones will do.
    """
    mentions = _mentions(_PYTHON, texts)
    least = next((versions[0] for versions, is_open in mentions if is_open), None)
    if least is not None:
        return f">={least[0]}.{least[1] if least[1].isdigit() else 0}"
    named = [version for versions, _ in mentions for version in versions]
    in_full = {major for major, minor in named if minor}  # `python3 train.py` beside `Python 3.6` says no more
    ends = [_after(major, minor) for major, minor in named if minor or major not in in_full]
    end = max(ends, default=_OPEN)
    return "<{}.{}".format(*end) if end < _OPEN else ""


def torch_in(texts: list[str]) -> str:
    """Return the newest feature release of torch that texts name, such as `1.13`.

    It is "" where they name none, or say that newer ones will do.
    """
    mentions = _mentions(_TORCH, texts)
    if any(is_open for _, is_open in mentions):
        return ""
    named = [(major, _ANY if minor == "x" else int(minor)) for versions, _ in mentions for major, minor in versions]
    return "{}.{}".format(*max(named)) if named else ""


def is_for_linux_alone(texts: list[str]) -> bool:
    """Whether texts say that a project is for Linux, and for nothing else."""
    return any(_LINUX_ALONE.search(text) for text in texts)


def _mentions(pattern: re.Pattern[str], texts: list[str]) -> list[tuple[list[tuple[int, str]], bool]]:
    """The versions that are named together, each with its major number and the minor one, as far as there is one.

    With whether newer ones will do as well.
    """
    found = [match for text in texts for match in pattern.finditer(text)]
    return [
        (
            [(int(major), minor.lower()) for major, minor in _VERSION.findall(match["versions"])],
            bool(match["least"] or match["from"] or match["on"]),
        )
        for match in found
    ]


def _after(major: int, minor: str) -> tuple[int, int]:
    """The first version after all that are named so."""
    return (major, int(minor) + 1) if minor.isdigit() else (major + 1, 0)
