"""What the model says of dicts that code fills, copies and takes entries out of is what comes of running it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.model.answers import answers

KEYS = st.sampled_from("abc")
NUMBERS = st.integers(0, 9)
ENTRIES = st.dictionaries(KEYS, NUMBERS, max_size=3)

#: Statements about the dict `d`.
PLAIN = st.one_of(
    st.builds('d.pop("{}", None)'.format, KEYS),
    st.builds('d["{}"] = {}'.format, KEYS, NUMBERS),
    st.builds("d.update({}={})".format, KEYS, NUMBERS),
    st.builds("d = dict(d, {}={})".format, KEYS, NUMBERS),
    st.builds('d = {{**d, "{}": {}}}'.format, KEYS, NUMBERS),
    st.builds("d = d or {}".format, ENTRIES),
    st.builds('d.setdefault("{}", {})'.format, KEYS, NUMBERS),
    st.builds('if "{0}" in d:\n    del d["{0}"]'.format, KEYS),
    st.just("d = d.copy()"),
)
CODE = st.lists(st.one_of(PLAIN, PLAIN.map(lambda s: "if flag:\n" + indented(s))), max_size=5).map("\n".join)

#: Programs that give a dict, or its entries, to a function or to an object that keeps them, and ask it for one.
PROGRAM = """
def take(flag, {star}d):
{code}
    return dict(**d).get("{key}", 77)


class Keeping:
    def __init__(self, flag, {star}d):
{inner}
        self.kept = d

    def take(self, flag):
        d = {copied}
{later}
        return dict(**d).get("{key}", 77)


keeping = Keeping({flag}, {star}{entries})
first = take({flag}, {star}{entries})
second = keeping.take({flag})
"""


def indented(code: str, depth: int = 1) -> str:
    return "\n".join("    " * depth + line for line in code.splitlines())


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    codes=st.tuples(CODE, CODE, CODE),
    star=st.sampled_from(("", "**")),
    copied=st.sampled_from(("self.kept", "self.kept.copy()", "dict(self.kept)")),
    flag=st.booleans(),
    entries=ENTRIES,
    key=KEYS,
)
def test_what_is_said_of_a_dict_comes_of_running_the_code(
    tmp_path: Path, codes: tuple[str, str, str], star: str, copied: str, flag: bool, entries: dict[str, int], key: str
) -> None:
    code, inner, later = codes
    program = PROGRAM.format(
        code=indented(code),
        inner=indented(inner, 2),
        later=indented(later, 2),
        star=star,
        copied=copied,
        flag=flag,
        entries=entries,
        key=key,
    )
    path = tmp_path / "program.py"
    path.write_text(program, encoding="utf-8")
    lines = {line: "" for line, text in enumerate(program.splitlines(), 1) if text.startswith(("first", "second"))}
    ran: dict[str, Any] = {}
    exec(program, ran)
    for said, name in zip(
        answers("inference", tmp_path, {path: lines})[path].values(), ("first", "second"), strict=True
    ):
        told = {one.strip().removesuffix("?") for one in said.split("|")}
        assert told & {"", str(ran[name])}, (program, name, said)
