"""Comments that silence findings: `# loaderlint: ignore[LL101]` at their call or above, `ignore-file[LL502]` anywhere.

They may also be written as people who come from other linters write them: `ignore LL101`, and `# noqa: LL101`.
"""

from __future__ import annotations

import ast
import re
import tokenize
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from loaderlint.finding import Finding
from loaderlint.text.python import parsed
from loaderlint.text.source import Source

#: Rules outside of brackets, where a reason may follow: a word that can be no rule is one.
_RULE = r"(?:LL\d*|ALL|[a-z]+(?:-[a-z\d]+)+)\b"

_COMMENT = re.compile(
    rf"""
    \#[ \t]*
    (?: loaderlint:[ \t]*
        (?: (?P<kind> ignore(?:-file)? )\b
            (?P<rules> [ \t]*\[[^\]\n]*\] | [ \t:=]+{_RULE}(?:[ \t]*,[ \t]*{_RULE} | [ \t]+LL\d+\b)* )?
          | (?P<other> [a-z-]+ )(?P<given> (?: [ \t]*[=\[] | (?<=disable)\b ) [^\#\n]* )
        )
      | noqa[ \t]*:[ \t]*(?P<noqa> [a-z]+\d+(?:[ \t,]+[a-z]+\d+)* )
    )""",
    re.IGNORECASE | re.VERBOSE,
)

_OWN_CODE = re.compile(r"LL\d+", re.IGNORECASE)

#: What a file holds that may hold such a comment.
_SIGN = re.compile(rb"loaderlint:|noqa[ \t]*:[^\n]*LL\d", re.IGNORECASE)


def may_suppress(data: bytes) -> bool:
    """Whether a file may hold comments that silence findings."""
    return _SIGN.search(data) is not None


@dataclass(frozen=True, slots=True)
class Suppression:
    """One rule silenced by one comment, as it is written there: `rule` is "" where the comment names none.

    `line`, `column` and `end_column` (1-based) are the comment's own in the source's text, `whole_file` if it holds
    everywhere. Where `instead_of_ignore` the comment has another word, it silences nothing, and `rule` is what it may
    have been meant for.
    """

    rule: str
    line: int
    column: int
    end_column: int
    whole_file: bool = False
    instead_of_ignore: str = ""

    def names(self, code: str, name: str) -> bool:
        """Whether it means the rule with this code and name: all rules, those whose codes begin alike, or this one."""
        return self.rule.upper() == "ALL" or code.startswith(self.rule.upper()) or self.rule.lower() == name

    def covers(self, finding: Finding, lines: range) -> bool:
        """Whether a finding is silenced that comments on these lines of the text are about."""
        here = self.whole_file or self.line in lines
        return here and not self.instead_of_ignore and self.names(finding.code, finding.name)


def find_suppressions(source: Source) -> tuple[Suppression, ...]:
    """Return the suppressions in the comments of a file, in order."""
    if not may_suppress(source.text.encode()):
        return ()
    found = []
    for text, line, column in _comments(source):
        for match in _COMMENT.finditer(text):
            where = (line, column + match.start() + 1, column + match.end() + 1)
            whole = (match["kind"] or "").lower() == "ignore-file"
            if match["other"]:
                meant = ", ".join(re.findall(_RULE, match["given"], re.IGNORECASE))
                found.append(Suppression(meant or "...", *where, instead_of_ignore=match["other"]))
            else:
                found += [Suppression(rule, *where, whole) for rule in _own_rules(match)]
    return tuple(found)


def lines_about(source: Source, findings: Iterable[Finding]) -> list[range]:
    """Return, for each finding, the lines of the text on which a comment is about it.

    They are those of the smallest call that holds its place, else of the place, with the comments right above.
    """
    calls = _calls(source)
    found = []
    for finding in findings:
        where = finding.location
        first, last = (source.in_text(where.cell, line) for line in (where.line, where.end_line))
        begin = first, _in_bytes(source.line(first), where.column)
        end = last, _in_bytes(source.line(last), where.end_column)
        around = [call for call in calls if call[0] <= begin and end <= call[1]]
        if around:
            (first, _), (last, _) = max(around)
        while first > 1 and _is_comment_above(source, first - 1):
            first -= 1
        found.append(range(first, last + 1))
    return found


def _calls(source: Source) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Where calls begin and end: lines from 1 on, and bytes from 0 on. What Python cannot parse has none."""
    tree = parsed(source.text)
    return [
        ((node.lineno, node.col_offset), (node.end_lineno or node.lineno, node.end_col_offset or 0))
        for node in (ast.walk(tree) if tree else ())
        if isinstance(node, ast.Call)
    ]


def _in_bytes(line: str, column: int) -> int:
    return len(line[: column - 1].encode())


def _is_comment_above(source: Source, line: int) -> bool:
    same_cell = source.in_cell(line)[0] == source.in_cell(line + 1)[0]
    return same_cell and source.line(line).lstrip().startswith("#")


def removal(source: Source, comment: Suppression, unused: set[str]) -> tuple[int, int, str]:
    """Return the characters of the text to replace, and by what, to take `unused` rules out of a comment.

    If none is left the comment goes, with what is said behind it, but for another comment.
    """
    line = source.offset_of_line(comment.line)
    start = line + comment.column - 1
    match = _match(source, comment)
    kept = [rule for rule in _all_rules(match) if rule not in unused]
    if kept:
        return _list_of(match, kept)
    end = line + len(source.line(comment.line))
    other = source.text.find("#", match.end(), end)
    if other >= 0:
        return start, other, ""
    before = source.text[line:start].rstrip()
    if before or source.cells:
        return line + len(before), end, ""
    following = source.offset_of_line(comment.line + 1) if comment.line < source.lines else len(source.text)
    return line, following, ""


def addition(source: Source, line: int, codes: list[str]) -> tuple[int, int, str]:
    """Return the characters of the text to replace, and by what, so that a comment on `line` silences `codes`."""
    start = source.offset_of_line(line)
    text = source.line(line)
    for here in find_suppressions(source):
        match = _match(source, here)
        if here.line == line and match["rules"] and not here.whole_file:
            return _list_of(match, list(dict.fromkeys([*_all_rules(match), *codes])))
    end = start + len(text.rstrip())
    return end, start + len(text), f"  # loaderlint: ignore[{', '.join(codes)}]"


def _match(source: Source, comment: Suppression) -> re.Match[str]:
    match = _COMMENT.match(source.text, source.offset_of_line(comment.line) + comment.column - 1)
    assert match is not None
    return match


def _all_rules(match: re.Match[str]) -> list[str]:
    """The rules that a comment lists, those of other linters too; "" stands for all, where it lists none."""
    listed = match["noqa"] or (match["rules"] or "").strip(" \t[]:=")
    return [word for word in re.split(r"[\s,]+", listed) if word] or [""]


def _own_rules(match: re.Match[str]) -> list[str]:
    """The rules of this linter that a comment lists."""
    return [rule for rule in _all_rules(match) if not match["noqa"] or _OWN_CODE.fullmatch(rule)]


def _list_of(match: re.Match[str], rules: list[str]) -> tuple[int, int, str]:
    """The characters of the text that hold the list of rules, and another list in the same form."""
    text = ", ".join(rules)
    if match["noqa"]:
        return *match.span("noqa"), text
    before = re.match(r"[ \t:=]*", match["rules"])
    assert before is not None
    is_in_brackets = "[" in match["rules"]
    return *match.span("rules"), f"[{text}]" if is_in_brackets else f"{before[0]}{text}"


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
