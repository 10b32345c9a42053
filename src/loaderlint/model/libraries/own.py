"""Facts that users give about their own libraries, in the words of `facts`: `{ opens = "file", reads = true }`.

A switch is true or false. What is one of several has their names, in lower case and with dashes. How a loader is
called, what kind of RNG an object is, and how a call goes through a loader is told by the path of a known one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from enum import Enum
from typing import Any, get_args, get_type_hints

from loaderlint.model.libraries import LIBRARIES, Libraries
from loaderlint.model.libraries.facts import FIELDS, Fact, Loop, Rng, Signature

#: One entry as it stands in the settings: the path, and what is said of it.
Entry = tuple[str, object]

#: What can be named by the path of another thing of its kind.
_EXAMPLES = {
    Signature: "torch.utils.data.DataLoader",
    Rng: "numpy.random.default_rng",
    Loop: "ignite.engine.Engine.run",
}

_PATH = re.compile(r"[A-Za-z_]\w*(\.([A-Za-z_]\w*|\*\*))*\.([\w*?\[\]-]+)")


class FactError(ValueError):
    """An entry that cannot be used. `word` is what was not understood, and `known` what could stand there."""

    def __init__(self, message: str, word: str = "", known: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.word = word
        self.known = tuple(known)


def libraries(entries: Iterable[Entry]) -> Libraries:
    """Return what is known of libraries, with a user's facts on top.

    Raises:
        FactError: an entry is not about anything, or says what there is no word for.
    """
    own = own_facts(entries)
    return Libraries(own=own) if own else LIBRARIES


def own_facts(entries: Iterable[Entry]) -> tuple[Fact, ...]:
    """Read a user's facts.

    Raises:
        FactError: an entry is not about anything, or says what there is no word for.
    """
    return tuple(_fact(path, said) for path, said in entries)


def _fact(path: str, said: object) -> Fact:
    if not _PATH.fullmatch(path):
        raise FactError(f"`{path}` is not the path of something in a library; write it in full, as in `mylib.MyLoader`")
    if not isinstance(said, dict):
        raise FactError(f"`{path}` must be a table, as in `{{ reads = true }}`")
    kinds = get_type_hints(Fact)
    words = {name.replace("_", "-"): name for name in FIELDS}
    values: dict[str, Any] = {}
    for word, value in said.items():
        if word not in words:
            raise FactError(f"`{path}` has an unknown word `{word}`", word, words)
        kind = get_args(kinds[words[word]])[0]
        values[words[word]] = _value(kind, value, words[word], f"`{word}` of `{path}`")
    return replace(Fact(LIBRARIES.canonical(path)), **values)


def schema() -> dict[str, Any]:
    """Return the JSON schema of what may be said of a path."""
    kinds = get_type_hints(Fact)
    words = {name.replace("_", "-"): _schema(get_args(kinds[name])[0]) for name in FIELDS}
    return {"type": "object", "properties": words, "additionalProperties": False}


def _schema(kind: Any) -> dict[str, Any]:
    if kind is bool:
        return {"type": "boolean"}
    if kind is int:
        return {"type": "integer"}
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {"enum": list(_members(kind))}
    if kind in _EXAMPLES or kind is str:
        return {"type": "string"}
    one = _schema(get_args(kind)[0])
    return {"anyOf": [one, {"type": "array", "items": one}]}


def _members(kind: type[Enum]) -> dict[str, Enum]:
    """The values that a word may have, by what is written for them."""
    return {member.name.lower().replace("_", "-"): member for member in kind}


def _value(kind: Any, value: object, field: str, what: str) -> object:
    if kind is bool:
        return _checked(isinstance(value, bool), value, what, "true or false")
    if kind is int:
        return _checked(isinstance(value, int) and not isinstance(value, bool), value, what, "a number")
    if isinstance(kind, type) and issubclass(kind, Enum):
        members = _members(kind)
        if not isinstance(value, str) or value not in members:
            raise FactError(f"{what} is {value!r}; it must be one of {', '.join(members)}", str(value), members)
        return members[value]
    if kind in _EXAMPLES:
        known = getattr(LIBRARIES.fact(LIBRARIES.canonical(value)), field) if isinstance(value, str) else None
        wanted = f'the path of a known one, as "{_EXAMPLES[kind]}" is'
        return _checked(known is not None, known, f"{what} is {value!r}; it", wanted)
    if kind is str:
        return _checked(isinstance(value, str), value, what, "a string")
    several = value if isinstance(value, list) else [value]
    return tuple(_value(get_args(kind)[0], one, field, what) for one in several)


def _checked(fits: bool, value: object, what: str, wanted: str) -> object:
    if not fits:
        raise FactError(f"{what} must be {wanted}")
    return value
