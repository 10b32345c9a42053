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
        rf"(?P<least>(?:at\s+least|minimum(?:\s+of)?|from|since)\s+)?"
        rf"{name}[\s*`_|(-]{{0,9}}(?:versions?)?[\s*`:|(]{{0,9}}(?P<from>(?:&gt;|[>\u2265])=?)?(?P<sign>[\s=~v]{{0,9}})"
        rf"(?P<versions>{version}(?:{_BETWEEN}v?{version})*)(?!\w|\.\w)(?P<on>{_ON})?",
        re.IGNORECASE,
    )


_NUMBER = r"[23](?:\.(?:\d{1,3}|x)(?:\.\d+)?)?"
_PYTHON = _mention("python", rf"(?:{_NUMBER}|(?<=python)(?:27|3\d\d?))")
_TORCH = _mention(r"\b(?:py)?torch", r"\d\.(?:\d{1,3}|x)(?:\.\d+)*")

#: A version of which the first number is given, and perhaps the second: `3.6.8`, `36`, `3.x`, `3`.
_VERSION = re.compile(r"(\d)(?:\.?(\d{1,3}|x))?(?:\.\d+)*", re.IGNORECASE)

#: What comes before a requirement in its line, and how much of a line is looked at.
_ASKING = re.compile(r"^[\s\d.)>|*+_`\[x\]-]*$|\b(?:tested|needs?|require[sd]?|built|based|python)\b", re.IGNORECASE)
_LINE = 200

#: A minor number beyond all that there are.
_ANY = 99

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
    mentions = [mention for text in texts for mention in _PYTHON.finditer(text)]
    for mention in filter(_is_open, mentions):
        major, minor = _versions(mention)[0]
        return f">={major}.{minor if minor.isdigit() else 0}"
    if all(mention[0].lower() == "python3" for mention in mentions):  # commands: `python3 train.py`
        return ""
    named = [version for mention in mentions for version in _versions(mention)]
    in_full = {major for major, minor in named if minor}  # beside `Python 3.6`, `Python 3` says no more
    ends = [_after(major, minor) for major, minor in named if minor or major not in in_full]
    return "<{}.{}".format(*max(ends))


def torch_in(texts: list[str]) -> str:
    """Return the newest feature release of torch that texts ask for, such as `1.13`.

    It is "" where they ask for none, or say that newer ones will do.
    """
    mentions = [mention for text in texts for mention in _TORCH.finditer(text)]
    asked = [version for mention in mentions if _is_asked_for(mention) for version in _versions(mention)]
    if not asked or any(map(_is_open, mentions)):
        return ""
    return "{}.{}".format(*max((major, _ANY if minor == "x" else int(minor)) for major, minor in asked))


def is_for_linux_alone(texts: list[str]) -> bool:
    """Whether texts say that a project is for Linux, and for nothing else."""
    return any(_LINUX_ALONE.search(text) for text in texts)


def _versions(mention: re.Match[str]) -> list[tuple[int, str]]:
    """The versions that are named together, each with its major number and the minor one, as far as there is one."""
    return [(int(major), minor.lower()) for major, minor in _VERSION.findall(mention["versions"])]


def _is_open(mention: re.Match[str]) -> bool:
    """Whether newer versions than those that are named will do."""
    return bool(mention["least"] or mention["from"] or mention["on"])


def _is_asked_for(mention: re.Match[str]) -> bool:
    """Whether versions are named as what a project needs: `torch==1.4`, an item of a list, what it was tested with."""
    before = mention.string[max(mention.start() - _LINE, 0) : mention.start()].rpartition("\n")[2]
    return "=" in mention["sign"] or _ASKING.search(before) is not None


def _after(major: int, minor: str) -> tuple[int, int]:
    """The first version after all that are named so."""
    return (major, int(minor) + 1) if minor.isdigit() else (major + 1, 0)
