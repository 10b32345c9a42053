"""Comments that silence findings: `# loaderlint: ignore[LL101]` on their line, `ignore-file[LL502]` anywhere."""

from __future__ import annotations

import re
import tokenize
from contextlib import suppress
from dataclasses import dataclass

from loaderlint.text.source import Source

_COMMENT = re.compile(r"#\s*loaderlint:\s*(?P<kind>ignore(?:-file)?)\b(?P<codes>\s*\[[^\]]*\])?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Suppression:
    """One code silenced by one comment. `code` is "" where the comment names none: it silences all.

    `line`, `column` and `end_column` (1-based) are the comment's own in the source's text, `whole_file` if it holds
    everywhere.
    """

    code: str
    line: int
    column: int
    end_column: int
    whole_file: bool

    def covers(self, code: str, first: int, last: int) -> bool:
        """Whether a finding of `code` on the lines `first` to `last` is silenced."""
        return self.code in ("", code) and (self.whole_file or first <= self.line <= last)


def find_suppressions(source: Source) -> tuple[Suppression, ...]:
    """Return the suppressions in the comments of a file, in order."""
    if "loaderlint:" not in source.text:
        return ()
    found = []
    for text, line, column in _comments(source):
        for match in _COMMENT.finditer(text):
            start, end = column + match.start() + 1, column + match.end() + 1
            whole = match["kind"].lower() == "ignore-file"
            found += [Suppression(code, line, start, end, whole) for code in _codes(match)]
    return tuple(found)


def removal(source: Source, comment: Suppression, unused: set[str]) -> tuple[int, int, str]:
    """Return the characters of the text to replace, and by what, to take `unused` codes out of a comment.

    If none is left the comment goes, with what is said behind it, but for another comment.
    """
    line = source.offset_of_line(comment.line)
    start = line + comment.column - 1
    match = _COMMENT.match(source.text, start)
    assert match is not None
    kept = [code for code in _codes(match) if code not in unused]
    if kept:
        return *match.span("codes"), f"[{', '.join(kept)}]"
    end = line + len(source.line(comment.line))
    other = source.text.find("#", match.end(), end)
    if other >= 0:
        return start, other, ""
    before = source.text[line:start].rstrip()
    if before or source.cells:
        return line + len(before), end, ""
    following = source.offset_of_line(comment.line + 1) if comment.line < source.lines else len(source.text)
    return line, following, ""


def _codes(match: re.Match[str]) -> list[str]:
    """The codes that a comment lists; "" stands for all, where it lists none."""
    listed = (match["codes"] or "").strip(" []")
    return [c.strip() for c in listed.split(",") if c.strip()] or [""]


def addition(source: Source, line: int, codes: list[str]) -> tuple[int, int, str]:
    """Return the characters of the text to replace, and by what, so that a comment on `line` silences `codes`."""
    start = source.offset_of_line(line)
    text = source.line(line)
    here = [s for s in find_suppressions(source) if s.line == line and s.code and not s.whole_file]
    if here:
        match = _COMMENT.match(source.text, start + here[0].column - 1)
        assert match is not None
        return *match.span("codes"), f"[{', '.join(dict.fromkeys([*_codes(match), *codes]))}]"
    end = start + len(text.rstrip())
    return end, start + len(text), f"  # loaderlint: ignore[{', '.join(codes)}]"


def lines_with_room(source: Source) -> set[int]:
    """Return the lines that can end in a comment: none inside a string, or carried over by a backslash."""
    return {token.start[0] for token in _tokens(source) if token.type in (tokenize.NEWLINE, tokenize.NL)}


def _comments(source: Source) -> list[tuple[str, int, int]]:
    """The comments of a file with their 1-based line and 0-based column; strings that look like comments are not."""
    return [(token.string, *token.start) for token in _tokens(source) if token.type == tokenize.COMMENT]


def _tokens(source: Source) -> list[tokenize.TokenInfo]:
    lines = (source.line(number) + "\n" for number in range(1, source.lines + 1))
    tokens: list[tokenize.TokenInfo] = []
    # A file that does not tokenize does not parse either; its tokens so far are kept.
    with suppress(tokenize.TokenError, SyntaxError):
        tokens.extend(tokenize.generate_tokens(lambda: next(lines, "")))
    return tokens
