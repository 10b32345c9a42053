"""Where nodes stand in the text.

LibCST nodes carry no positions: they follow from writing the code out again. LibCST's own providers record every node
(85 to 135 ms per 1,000 lines); recording only those that bear code costs 30.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import libcst as cst
from libcst.metadata.span_provider import SpanProvidingCodegenState

from loaderlint.syntax.lines import Span


def locate(module: cst.Module, nodes: list[cst.CSTNode], text: str) -> tuple[list[Span], bool]:
    """Return the spans in `text` of the `nodes` of `module`, and whether LibCST has kept every character of it."""
    state = _Recorder(module.default_indent, module.default_newline, {id(node) for node in nodes})
    module._codegen(state)
    found = [state.found[id(node)] for node in nodes]
    written = "".join(state.tokens)
    if text.startswith(written):
        return found, text == written
    place = _places(written, text)
    return [(place[start], place[end - 1] + 1 if end > start else place[start]) for start, end in found], False


def _places(written: str, text: str) -> list[int]:
    """For each offset in what LibCST writes, the one in the text: form feeds before a statement are not written."""
    places = []
    at = 0
    for character in written:
        at = max(at, text.find(character, at))
        places.append(at)
        at += 1
    return [*places, len(text)]


class _Recorder(SpanProvidingCodegenState):
    """Writes a module out and notes the offsets of the wanted nodes, by LibCST's notion of their syntactic extent."""

    def __init__(self, indent: str, newline: str, wanted: set[int]) -> None:
        super().__init__(default_indent=indent, default_newline=newline, provider=None, get_length=len)  # type: ignore[arg-type]
        self.wanted = wanted
        self.open: dict[int, int] = {}
        self.found: dict[int, tuple[int, int]] = {}

    def before_codegen(self, node: cst.CSTNode) -> None:
        if id(node) in self.wanted:
            self.open[id(node)] = self.position

    def after_codegen(self, node: cst.CSTNode) -> None:
        if id(node) in self.wanted:
            self.found.setdefault(id(node), (self.open[id(node)], self.position))

    @contextmanager
    def record_syntactic_position(
        self,
        node: cst.CSTNode,
        *,
        start_node: cst.CSTNode | None = None,
        end_node: cst.CSTNode | None = None,  # noqa: ARG002
    ) -> Iterator[None]:
        start = self.position
        yield
        # The end of a compound statement, given by `end_node`, is not needed: only what stands before it is written.
        if id(node) in self.wanted and start_node is None:
            self.found[id(node)] = (start, self.position)
