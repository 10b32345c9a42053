"""The kinds of settings: how the value of each is read, shown, and described to editors by a JSON schema."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from loaderlint.finding import Severity
from loaderlint.model.project.requirements import parse_target
from loaderlint.model.project.runtime import PLATFORMS
from loaderlint.preset import PRESETS
from loaderlint.text.gitignore_patterns import Patterns
from loaderlint.text.nearest import nearest
from loaderlint.text.paths import absolute
from loaderlint.version import __version__


class ConfigError(ValueError):
    """A setting that cannot be used; the message names the place and the way out."""


@dataclass(frozen=True, slots=True)
class Written:
    """A value as it is written: `where` is the file or the command line, `key` its name there.

    A relative path starts at `base`.
    """

    value: object
    where: str
    key: str
    base: Path

    def wrong(self, says: str) -> ConfigError:
        """Return the error that says something of this setting."""
        return ConfigError(f"{self.where}: `{self.key}` {says}")


def _as_it_is(value: Any) -> Any:
    return value


@dataclass(frozen=True, slots=True)
class Kind:
    """What may be written for a setting: `read` takes it in or raises `ConfigError`, `plain` gives it back as JSON.

    `schema` makes the JSON schema of what may be written.
    """

    read: Callable[[Written], Any]
    schema: Callable[[], dict[str, Any]]
    plain: Callable[[Any], Any] = _as_it_is


def _list_of(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


def _table_of(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": item}


def _string() -> dict[str, Any]:
    return {"type": "string"}


def _strings(written: Written) -> tuple[str, ...]:
    value = written.value
    if not isinstance(value, list | tuple) or not all(isinstance(v, str) for v in value):
        raise written.wrong("must be a list of strings")
    return tuple(value)


def _text(written: Written, what: str) -> str:
    if not isinstance(written.value, str):
        raise written.wrong(f"is {written.value!r}; it must be {what}")
    return written.value


def _one_of(written: Written, allowed: list[str]) -> str:
    if written.value not in allowed:
        raise written.wrong(f"is {written.value!r}; it must be one of {', '.join(allowed)}")
    return str(written.value)


STRINGS = Kind(_strings, lambda: _list_of(_string()))


def _yes_or_no(written: Written) -> bool:
    if not isinstance(written.value, bool):
        raise written.wrong(f"is {written.value!r}; it must be true or false")
    return written.value


SWITCH = Kind(_yes_or_no, lambda: {"type": "boolean"})


def _codes(written: Written) -> tuple[str, ...]:
    return tuple(_code(written, item) for item in _strings(written))


def _code(written: Written, item: str) -> str:
    """A rule's code, the beginning of codes, or a name, in any case, as a code; ALL stands for every rule."""
    from loaderlint.rules import catalogue

    names = {rule.name: rule.code for rule in catalogue()}
    known = set(names.values())
    code = "LL" if item.upper() == "ALL" else names.get(item.lower(), item.upper())
    if not code or not any(k.startswith(code) for k in known):
        near = nearest(item, [*known, *names])
        hint = f"; did you mean `{near}`?" if near else "; `loaderlint rule --all` lists them"
        raise written.wrong(f"names an unknown rule `{item}`{hint}")
    return code


def rule_schema() -> dict[str, Any]:
    """Return how a rule may be written: an editor offers the codes, their beginnings and the names."""
    from loaderlint.rules import catalogue

    codes = [rule.code for rule in catalogue()]
    beginnings = sorted({code[:length] for code in codes for length in range(1, len(code))})
    words = ["ALL", *beginnings, *codes, *(rule.name for rule in catalogue())]
    in_any_case = "".join(f"[{c.upper()}{c.lower()}]" if c.isalpha() else c for c in "|".join(words))
    return {"anyOf": [{"enum": words}, {"type": "string", "pattern": f"^({in_any_case})$"}]}


RULES = Kind(_codes, lambda: _list_of({"$ref": "#/$defs/rule"}))


@cache
def read_pattern(pattern: str) -> Patterns:
    """Return a pattern of .gitignore, ready to be matched; one that is not valid is false."""
    return Patterns([os.fsencode(pattern)])


def _patterns(written: Written, patterns: tuple[str, ...]) -> tuple[str, ...]:
    for pattern in patterns:
        if not read_pattern(pattern):
            raise written.wrong(f"has an invalid pattern {pattern!r}; patterns are those of .gitignore")
    return patterns


PATTERNS = Kind(lambda written: _patterns(written, _strings(written)), lambda: _list_of(_string()))


def _table(written: Written, of: str) -> dict[str, object]:
    if not isinstance(written.value, dict):
        raise written.wrong(f"must be a table of {of}")
    return written.value


def _within(written: Written, value: object) -> Written:
    """A value of a table: what is wrong with it is said of the table."""
    return Written(value, written.where, written.key, written.base)


def _rules_by_pattern(written: Written) -> tuple[tuple[str, tuple[str, ...]], ...]:
    table = _table(written, "patterns and lists of rules")
    _patterns(written, tuple(table))
    return tuple((pattern, _codes(_within(written, codes))) for pattern, codes in table.items())


RULES_BY_PATTERN = Kind(_rules_by_pattern, lambda: _table_of(RULES.schema()), dict)

_SEVERITIES = [severity.value for severity in Severity]


def _severity(written: Written) -> Severity:
    return Severity(_one_of(written, _SEVERITIES))


SEVERITY = Kind(_severity, lambda: {"enum": _SEVERITIES}, lambda severity: severity.value)


def _severity_by_rule(written: Written) -> tuple[tuple[str, Severity], ...]:
    table = _table(written, "rules and their severities")
    return tuple((_code(written, rule), _severity(_within(written, severity))) for rule, severity in table.items())


SEVERITY_BY_RULE = Kind(
    _severity_by_rule,
    lambda: {**_table_of(SEVERITY.schema()), "propertyNames": {"$ref": "#/$defs/rule"}},
    lambda pairs: {code: severity.value for code, severity in pairs},
)

PRESET = Kind(lambda written: _one_of(written, list(PRESETS)), lambda: {"enum": list(PRESETS)})


_PLATFORMS = [name.lower() for name in PLATFORMS]


def _platforms(written: Written) -> tuple[str, ...]:
    return tuple(_one_of(_within(written, name), _PLATFORMS) for name in _strings(written))


PLATFORM_NAMES = Kind(_platforms, lambda: _list_of({"enum": _PLATFORMS}))


def _torch(written: Written) -> Any:
    try:
        return parse_target(written.value if isinstance(written.value, str) else "", written.where)
    except InvalidSpecifier:
        raise written.wrong(
            f"is {written.value!r}; write a torch version or range as a string, such as '2.1' or '>=1.9,<2.4'"
        ) from None


TORCH = Kind(_torch, _string, lambda target: target.specifier)


def _this_version(written: Written) -> str:
    text = _text(written, "a version or range of loaderlint as a string, such as '>=0.1'")
    try:
        wanted = SpecifierSet(f"=={text}" if text[:1].isdigit() else text)
    except InvalidSpecifier:
        raise written.wrong(f"is {text!r}; write a version or range of loaderlint, such as '>=0.1'") from None
    if not wanted.contains(__version__, prereleases=True):
        raise written.wrong(f"asks for loaderlint {wanted}, and this is {__version__}; install one that fits")
    return text


THIS_VERSION = Kind(_this_version, _string)


def _path(written: Written, text: str) -> str:
    return str(absolute(written.base / Path(text).expanduser()))


def _folder(written: Written) -> str:
    text = _text(written, "the path of a folder")
    return _path(written, text) if text else ""


FOLDER = Kind(_folder, _string)


def _file(written: Written) -> str:
    return _path(written, _text(written, "the path of a file with settings"))


FILE = Kind(_file, _string)

PATHS = Kind(lambda written: tuple(_path(written, text) for text in _strings(written)), lambda: _list_of(_string()))


def _facts(written: Written) -> tuple[tuple[str, object], ...]:
    """The user's own facts about libraries, as they are written, once they have been understood."""
    from loaderlint.model.libraries.own import FactError, own_facts

    table = _table(written, "paths and what is to be known of each")
    try:
        own_facts(table.items())
    except FactError as error:
        near = nearest(error.word, error.known)
        hint = f"; did you mean `{near}`?" if near else ""
        raise ConfigError(f"{written.where}: `{written.key}`: {error}{hint}") from None
    return tuple(table.items())


def _entries() -> dict[str, Any]:
    from loaderlint.model.libraries.own import schema

    return _table_of(schema())


FACTS = Kind(_facts, _entries, dict)
