"""Bytes to text, and back from offsets to lines and columns."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaderlint.text.source import MAX_BYTES, Source, SourceError, decode

HERE = Path("a.py")


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (b"x = 1\n", "x = 1\n", "utf-8"),
        ("x = 'é'".encode(), "x = 'é'", "utf-8"),
        (codecs.BOM_UTF8 + "x = 'é'".encode(), "x = 'é'", "utf-8-sig"),
        ("# coding: latin-1\nx = 'é'".encode("latin-1"), "# coding: latin-1\nx = 'é'", "iso8859-1"),
        ("# -*- coding: future_fstrings -*-\nx = 'é'".encode(), None, "utf-8"),
        ("# coding: Future-Annotations\nx = 'é'".encode(), None, "utf-8"),
        ("#!/bin/python\n# vim: set fileencoding=cp1252 :\nx = '€'".encode("cp1252"), None, "cp1252"),
        (b"x\r\ny\rz\n", "x\r\ny\rz\n", "utf-8"),
        (b"", "", "utf-8"),
    ],
)
def test_decoding_is_pythons(data: bytes, text: str | None, encoding: str) -> None:
    source = decode(HERE, data)
    assert source.encoding == encoding
    assert source.text == (data.decode(encoding) if text is None else text)


@pytest.mark.parametrize(
    ("data", "message", "line"),
    [
        (b"x = 1\ny = '\0'\n", "file holds NUL bytes: it is binary or UTF-16", 2),
        ("x = 1\n".encode("utf-16"), "file holds NUL bytes: it is binary or UTF-16", 1),
        (b"# coding: nonsense\n", "unknown encoding: nonsense; save it as UTF-8 or declare its coding", 1),
        (codecs.BOM_UTF8 + b"# coding: gbk\n", "encoding problem: utf-8; save it as UTF-8 or declare its coding", 1),
        (b"# coding: ascii\n\nx = '\xc3\xa9'\n", "byte 0xc3 is not valid ascii; declare the coding", 3),
        (b"a\nb\nc\nx = '\xe9'\n", "byte 0xe9 is not valid utf-8; declare the coding", 4),
        (b"# coding: rot13\n", "rot13 is not a coding for text; save it as UTF-8", 1),
        (b"# coding: base64\n", "base64 is not a coding for text; save it as UTF-8", 1),
        (b"# coding: undefined\n", "undefined is not a coding for text; save it as UTF-8", 1),
        (b"# coding: unicode_escape\n#\\ud800", "unicode_escape is not a coding for text; save it as UTF-8", 1),
        (b"#" * (3 * MAX_BYTES), "1536 KB are over the limit of 512 KB; `exclude` the file if it holds data", 1),
    ],
)  # fmt: skip
def test_what_is_not_python_text(data: bytes, message: str, line: int) -> None:
    with pytest.raises(SourceError) as caught:
        decode(HERE, data)
    assert (str(caught.value), caught.value.line) == (message, line)


def test_a_file_at_the_limit_is_read() -> None:
    assert len(decode(HERE, b"#" * MAX_BYTES).text) == MAX_BYTES


def test_lines_and_positions() -> None:
    source = Source(HERE, "a\r\nbc\rd\n\fe\x0b\u2028f\n")
    assert [source.line(number) for number in range(1, source.lines + 1)] == ["a", "bc", "d", "\fe\x0b\u2028f", ""]
    assert [source.position(source.text.index(c)) for c in "abcdef"] == [(1, 1), (2, 1), (2, 2), (3, 1), (4, 2), (4, 5)]
    assert source.position(len(source.text)) == (5, 1)


@given(st.text(alphabet="ab\r\n\f\u2028", max_size=40))
def test_every_offset_has_a_position_that_leads_back(text: str) -> None:
    source = Source(HERE, text)
    previous = (0, 0)
    for offset in range(len(text) + 1):
        line, column = source.position(offset)
        assert (line, column) > previous
        previous = (line, column)
        if offset < len(text) and text[offset] not in "\r\n":
            assert source.line(line)[column - 1] == text[offset]


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        text = decode(HERE, data).text
    except SourceError as refusal:
        text = str(refusal)
    assert text.encode() is not None
