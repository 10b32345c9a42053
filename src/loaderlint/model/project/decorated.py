"""What the classes and functions at the top of a module are decorated with, told from its bytes: most are not parsed.

It tells too much rather than too little: any string in a decorator may be the name that something is registered under.
"""

from __future__ import annotations

import re

#: A module without any of these holds nothing that loaders are made of. Most of what is registered are models.
_OF_LOADERS = (b"Dataset", b"DataLoader", b"Sampler", b"collate")

#: From a decorator to the header of what it decorates.
_DECORATED = re.compile(rb"^@.*?^(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)", re.MULTILINE | re.DOTALL)

_DECORATOR = re.compile(rb"^@([\w.]+)", re.MULTILINE)

_STRING = re.compile(rb"\"([^\"\n\t]*)\"|'([^'\n\t]*)'")


def decorated(data: bytes) -> dict[str, set[str]]:
    """Return for each word in the decorators of a module the names that what they decorate may go by.

    Of a module that has nothing to do with loaders nothing is told.
    """
    found: dict[str, set[str]] = {}
    if b"\n@" not in data or not any(word in data for word in _OF_LOADERS):
        return found
    for match in _DECORATED.finditer(data):
        strings = {one or other for one, other in _STRING.findall(match[0])}
        names = {name.decode(errors="replace") for name in (match[1], *strings)}
        for path in _DECORATOR.findall(match[0]):
            for word in path.decode(errors="replace").split("."):
                found.setdefault(word, set()).update(names)
    return found
