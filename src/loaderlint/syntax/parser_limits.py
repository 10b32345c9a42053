"""How large and how deep code may be.

LibCST's native parser takes minutes over some shapes, or overruns its stack with them. Measured with LibCST 1.9: a
chain of n operators, attributes or calls takes n * n * 0.2 us, and n nested patterns of a `case` 2 ** n * 2 us. Code
that people write comes nowhere near these limits.
"""

from __future__ import annotations

import re

from loaderlint.text.source import Source

#: CPython's own limit (Parser/lexer/state.h, MAXLEVEL): deeper is a syntax error everywhere.
MAX_BRACKETS = 200

#: Nested brackets after `case`.
MAX_PATTERN = 10

#: Tokens since the last comma, semicolon or line end, those before the open brackets included.
MAX_CHAIN = 1000

#: Expressions, blocks and branches nested deeper than this are refused. LibCST nests each `elif` in the one before, and
#: early releases of Python 3.12 let it write out some 700 levels only.
MAX_DEPTH = 500


class TooDeepError(ValueError):
    """The code is nested deeper than `MAX_DEPTH`, in line `line` where that is known."""

    def __init__(self, line: int = 1) -> None:
        super().__init__()
        self.line = line


_TOKEN = re.compile(
    r"""
      \#[^\r\n]* | \\\r?\n
    | (?P<end> [\r\n] )
    | (?P<comma> [,;] )
    | (?P<open> [(\[{] )
    | (?P<close> [)\]}] )
    | (?P<case> (?<![^\r\n]) [ \t]* case\b (?! [ \t]* [=.] ) )
    | (?P<other>
          \"{3} [^"\\]* (?: (?: \\. | "(?!"") ) [^"\\]* )* \"{3}
        | '{3} [^'\\]* (?: (?: \\. | '(?!'') ) [^'\\]* )* '{3}
        | " (?: [^"\\\r\n] | \\. )* " | ' (?: [^'\\\r\n] | \\. )* '
        | \w+ | [^\s\w]
      )
    """,
    re.VERBOSE | re.DOTALL,
)


def excess(source: Source) -> tuple[str, int] | None:
    """Return what is too much for LibCST in a file, and the offset where it becomes so; None if nothing is."""
    chain = 0
    chains: list[int] = []  # for each open bracket, the chain that it stands in
    pattern = False
    for token in _TOKEN.finditer(source.text):
        kind = token.lastgroup
        if kind == "other":
            chain += 1
        elif kind == "end":
            if not chains:
                chain, pattern = 0, False
        elif kind == "comma":
            chain = chains[-1] if chains else 0
        elif kind == "open":
            chain += 1
            chains.append(chain)
            limit = MAX_PATTERN if pattern else MAX_BRACKETS
            if len(chains) > limit:
                return f"more than {limit} nested brackets", token.start()
        elif kind == "close":
            chain = chains.pop() if chains else 0
        elif kind == "case":
            pattern = True
        if chain > MAX_CHAIN:
            return f"an expression of more than {MAX_CHAIN} parts without a comma", token.start()
    return None
