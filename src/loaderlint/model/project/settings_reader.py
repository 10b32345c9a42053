"""Reads settings files. Nothing that they name is made or run.

A value that its format has no plain literal for (a date, a tag, a reference to what is not in the file) is unknown.
"""

from __future__ import annotations

import configparser
import json
import re
import sys
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, TypeAlias

import yaml

from loaderlint.model import limits
from loaderlint.model.libraries.facts import Format
from loaderlint.model.project.settings_file import SettingsError, SettingsFile
from loaderlint.syntax import tree
from loaderlint.syntax.places import Table
from loaderlint.text.source import Source

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

Loader: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_PLAIN: Final = {"tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"}

_MERGE: Final = "tag:yaml.org,2002:merge"

#: What YAML has otherwise than JSON, or not at all: escapes, and all but plain characters.
_NOT_IN_YAML: Final = re.compile(r"\\.|[^\x20-\x7e\r\n]")

_Node: TypeAlias = Any  # a node as PyYAML composes it, with the marks of its start and end


def read_settings(path: Path, data: bytes, form: Format, *, overridable: bool) -> SettingsFile:
    """Return the settings in a file with these contents.

    Raises:
        SettingsError: they are not in the format, too large, nested too deeply or too often repeated.
    """
    if len(data) > limits.SETTINGS_BYTES:
        raise SettingsError
    try:
        source = Source(path, data.decode("utf-8-sig"))
        reader = _Tables(source, form) if form in (Format.TOML, Format.INI) else _Yaml(source, form)
        value = reader.value()
    except (ValueError, yaml.YAMLError, configparser.Error, RecursionError) as error:
        raise SettingsError from error
    return SettingsFile(source, value, Table(array("I", reader.offsets), exact=True), overridable=overridable)


class _Reader:
    """Makes nodes, and notes where they stand."""

    def __init__(self, source: Source) -> None:
        self.text = source.text
        self.offsets: list[int] = [0, len(self.text)]  # of the whole

    def at(self, start: int, end: int) -> int:
        """Return a new ordinal, for what stands between two offsets."""
        if len(self.offsets) > 2 * limits.SETTINGS_VALUES:
            raise SettingsError
        self.offsets += (start, end)
        return len(self.offsets) // 2 - 1


class _Yaml(_Reader):
    """Reads YAML, and JSON, which has the same form but for its scalars."""

    def __init__(self, source: Source, form: Format) -> None:
        super().__init__(source)
        self._form = form
        self._loader: Any = None

    def value(self) -> tree.Expr:
        """Return the expression that the file is."""
        text = self.text
        if self._form is Format.JSON:
            json.loads(text)
            text = _NOT_IN_YAML.sub(lambda match: " " * len(match[0]), text)  # strings are read as JSON
        depth = 0
        for event in yaml.parse(text, Loader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > limits.SETTINGS_DEPTH:
                raise SettingsError
        self._loader = Loader(text)
        try:
            if self._form is Format.YAML_DOCUMENTS:
                return tree.Dict(0, tuple(self._documents()))
            node = self._loader.get_single_node()
            if node is None:
                raise SettingsError
            return self._expression(node, 0)
        finally:
            self._loader.dispose()

    def _documents(self) -> Iterator[tree.Pair]:
        """The documents of a file, as if it had the entries of them all."""
        while self._loader.check_node():
            document = self._expression(self._loader.get_node(), 0)
            yield tree.Pair(document.at, None, document)

    def _expression(self, node: _Node, depth: int) -> tree.Expr:
        if depth > limits.SETTINGS_DEPTH:  # a node that holds itself
            raise SettingsError
        at = self.at(node.start_mark.index, node.end_mark.index)
        if isinstance(node, yaml.CollectionNode) and node.tag not in _PLAIN:
            return tree.Other(at, "value", ())
        if isinstance(node, yaml.MappingNode):
            return tree.Dict(at, tuple(self._pairs(node, depth + 1)))
        if isinstance(node, yaml.SequenceNode):
            return tree.Sequence(at, "list", tuple(self._expression(item, depth + 1) for item in node.value))
        return self._scalar(node, at)

    def _pairs(self, node: _Node, depth: int) -> Iterator[tree.Pair]:
        """The entries of a mapping, those first that it takes from others: its own hide them."""
        merged = [value for key, value in node.value if self._merges(key)]
        for value in merged:
            others = value.value[::-1] if isinstance(value, yaml.SequenceNode) else [value]
            for other in others:
                if not isinstance(other, yaml.MappingNode):
                    raise SettingsError
                expression = self._expression(other, depth)
                yield tree.Pair(expression.at, None, expression)
        for key, value in node.value:
            if not self._merges(key):
                name, expression = self._expression(key, depth), self._expression(value, depth)
                yield tree.Pair(self.at(key.start_mark.index, value.end_mark.index), name, expression)

    def _merges(self, key: _Node) -> bool:
        return self._form is not Format.JSON and key.tag == _MERGE

    def _scalar(self, node: _Node, at: int) -> tree.Expr:
        if self._form is Format.JSON:
            return tree.Constant(at, json.loads(self.text[node.start_mark.index : node.end_mark.index]))
        try:
            value = self._loader.construct_object(node)
        except (ValueError, yaml.YAMLError):
            value = ...
        if self._form is Format.OMEGACONF and isinstance(value, str) and ("${" in value or value == "???"):
            return tree.Other(at, "reference", (tree.Constant(at, value),))
        return _constant(at, value)


class _Tables(_Reader):
    """Reads TOML and INI. Their readers tell no places: a value stands in the line that gives its name in its table."""

    def __init__(self, source: Source, form: Format) -> None:
        super().__init__(source)
        self._form = form
        self._lines: dict[tuple[str, ...], tuple[int, int]] = {}
        table: tuple[str, ...] = ()
        for match in re.finditer(r"^[ \t]*(?:\[([\w.-]+)\]|([\w.-]+)[ \t]*[=:]).*", self.text, re.MULTILINE):
            if match[1]:
                table = tuple(match[1].split("."))
            else:
                self._lines.setdefault((*table, *match[2].split(".")), (match.start(), match.end()))

    def value(self) -> tree.Expr:
        """Return the expression that the file is."""
        return self._expression(tomllib.loads(self.text) if self._form is Format.TOML else _sections(self.text), ())

    def _expression(self, value: object, path: tuple[str, ...]) -> tree.Expr:
        if len(path) > limits.SETTINGS_DEPTH:
            raise SettingsError
        at = self.at(*self._lines.get(path, (0, 0)))
        if isinstance(value, dict):
            below = ((key, self._expression(inner, (*path, key))) for key, inner in value.items())
            return tree.Dict(at, tuple(tree.Pair(e.at, tree.Constant(e.at, key), e) for key, e in below))
        if isinstance(value, list):
            return tree.Sequence(at, "list", tuple(self._expression(item, (*path, "[]")) for item in value))
        return _constant(at, value)


def _sections(text: str) -> dict[str, dict[str, object]]:
    """The sections of an INI file, each with the defaults; what is made of other values (`%(name)s`) is not known."""
    parser = configparser.RawConfigParser()
    parser.read_string(text)
    return {name: {key: ... if "%(" in text else text for key, text in parser[name].items()} for name in parser}


def _constant(at: int, value: object) -> tree.Expr:
    """A literal; of what Python has none for, something that is not known."""
    if value is None or isinstance(value, bool | int | float | str):
        return tree.Constant(at, value)
    return tree.Other(at, "value", ())
