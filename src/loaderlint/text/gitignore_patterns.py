"""Patterns of .gitignore, as git reads them.

Git goes down from the top and never enters a directory that it ignores. So a pattern says something about an entry that
it matches, and nothing about what lies below; of several that match, the last one holds. Git compares bytes.
"""

from __future__ import annotations

import os
import re
import string
from collections.abc import Iterable

#: Plain characters at the start of a pattern.
_PLAIN = re.compile(rb"[^*?[\\]*")

#: The parts of a pattern. Two asterisks that make up a whole step of a path stand for any number of steps.
_TOKEN = re.compile(
    rb"(?:\A|(?<=/))\*\*+(?:(?P<directories>/)|(?P<everything>(?=\\/)|\Z))"
    rb"|(?P<stars>\*+)|(?P<one>\?)|(?P<bracket>\[)|\\(?P<escaped>.)|(?P<plain>[^*?[\\]+)",
    re.DOTALL,
)

#: What may stand in brackets: a class by its name, a character, or a range of them.
_MEMBER = re.compile(rb"\[:(?P<class>[^]]*):\]|(?P<low>\\.|[^\\])(?:-(?P<high>\\.|[^]\\]))?", re.DOTALL)

_CLASSES = {
    b"alnum": (string.ascii_letters + string.digits).encode(),
    b"alpha": string.ascii_letters.encode(),
    b"blank": b" \t",
    b"cntrl": bytes((*range(32), 127)),
    b"digit": string.digits.encode(),
    b"graph": bytes(range(33, 127)),
    b"lower": string.ascii_lowercase.encode(),
    b"print": bytes(range(32, 127)),
    b"punct": string.punctuation.encode(),
    b"space": string.whitespace.encode(),
    b"upper": string.ascii_uppercase.encode(),
    b"xdigit": string.hexdigits.encode(),
}


class Patterns:
    """The lines of a .gitignore; paths are relative to its directory, with slashes."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        found = [pattern for line in lines if (pattern := _pattern(line))]
        found.reverse()  # the first alternative that matches is the last pattern that does
        self._ignores = [ignores for ignores, _ in found]
        self._regex = re.compile(b"|".join(b"(%b)" % regex for _, regex in found), re.DOTALL)

    def __bool__(self) -> bool:
        return bool(self._ignores)

    def says(self, path: str, *, directory: bool = False) -> bool | None:
        """Whether an entry itself is ignored (True) or taken back (False); None if no pattern matches it."""
        match = self._regex.fullmatch(os.fsencode(path) + b"/" * directory) if self else None
        return self._ignores[match.lastindex - 1] if match and match.lastindex else None

    def ignores(self, path: str, *, directory: bool = False) -> bool:
        """Whether an entry, or a directory above it, is ignored."""
        above = (path[:at] for at, character in enumerate(path) if character == "/")
        return any(self.says(each, directory=True) for each in above) or bool(self.says(path, directory=directory))


def read_gitignore(data: bytes) -> Patterns:
    """Return the patterns of a .gitignore with these contents."""
    return Patterns(line.removesuffix(b"\r") for line in data.removeprefix(b"\xef\xbb\xbf").split(b"\n"))


def _pattern(line: bytes) -> tuple[bool, bytes] | None:
    """Whether a pattern ignores or takes back, and a regular expression for the entries that it matches, if any can.

    These end with a slash if they are directories.
    """
    bare = line.rstrip(b" ")
    if bare != line and (len(bare) - len(bare.rstrip(b"\\"))) % 2:
        bare += b" "
    if bare.startswith(b"#"):
        return None
    pattern = bare.removeprefix(b"!")
    directory = pattern.endswith(b"/")
    body = pattern.removesuffix(b"/")
    regex = _in_place(body.removeprefix(b"/")) if b"/" in body else _by_name(body)
    if regex is None:
        return None
    return not bare.startswith(b"!"), regex + (b"(?<!/)/" if directory else b"(?<!/)/?")


def _by_name(pattern: bytes) -> bytes | None:
    regex = _translated(pattern)
    return b"(?:.*/)?" + regex if regex else None


def _in_place(pattern: bytes) -> bytes | None:
    # Git compares the plain beginning apart, so that `**` after it means as much as at the start of a pattern.
    plain = _PLAIN.match(pattern)
    begin = plain[0] if plain else b""
    rest = _translated(pattern[len(begin) :])
    return None if rest is None else re.escape(begin) + rest


def _translated(pattern: bytes) -> bytes | None:
    """Return a pattern as a regular expression, None where it is none."""
    parts = []
    at = 0
    while at < len(pattern):
        token = _TOKEN.match(pattern, at)
        if token is None:  # a backslash at the end
            return None
        at = token.end()
        match token.lastgroup:
            case "directories":
                parts.append(b"(?:.*/)?")
            case "everything":
                parts.append(b".*")
            case "stars":
                parts.append(b"[^/]*")
            case "one":
                parts.append(b"[^/]")
            case "bracket":
                if (among := _among(pattern, at)) is None:
                    return None
                part, at = among
                parts.append(part)
            case _:
                parts.append(re.escape(token["plain"] or token["escaped"]))
    return b"".join(parts)


def _among(pattern: bytes, at: int) -> tuple[bytes, int] | None:
    """What stands in brackets, from behind the first one, as a regular expression, and where it ends."""
    negated = pattern[at : at + 1] in (b"!", b"^")
    first = at = at + negated
    members: set[int] = set()
    while at == first or pattern[at : at + 1] != b"]":
        member = _MEMBER.match(pattern, at)
        if member is None:
            return None
        at = member.end()
        if member["class"] is None:
            low = member["low"][-1]
            members.update((low, *range(low, (member["high"] or member["low"])[-1] + 1)))
        elif (known := _CLASSES.get(member["class"])) is not None:
            members.update(known)
        else:
            return None
    wanted = (set(range(256)) - members if negated else members) - {ord("/")}
    return (b"[%b]" % b"".join(b"\\x%02x" % byte for byte in sorted(wanted)) if wanted else b"(?!)"), at + 1
