"""Fixes of calls in every style that people write: what is meant changes, and not a character more."""

from __future__ import annotations

import ast
import io
import tokenize
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from loaderlint.config import Config
from loaderlint.fixing.fix import Files, Fixed, fix_all
from tests.tools import check_text

PATH = Path("example.py").absolute()

#: Options that are right without workers, and those that LL201, LL202 and LL208 leave out.
KEPT = {"batch_size": "4", "shuffle": "True", "pin_memory": "False", "collate_fn": "None", "num_workers": "0"}
DROPPED = {"persistent_workers": "True", "prefetch_factor": "8", "timeout": "30", "in_order": "False"}

LOOP = """
for epoch in range(9):
    for batch in loader:
        optimizer.zero_grad()
        model(batch).sum().backward()
        optimizer.step()
"""


def fix(code: str, *select: str) -> Fixed:
    config = Config(Path.cwd(), select=select or ("LL201", "LL202", "LL203", "LL204", "LL208"))

    def check(texts: dict[Path, bytes]) -> object:
        return check_text(texts.get(PATH, code.encode()), PATH, config)

    return fix_all(Files(lambda _: code.encode(), check, check), unsafe=True)  # type: ignore[arg-type]


def fixed_text(code: str, *select: str) -> str:
    return fix(code, *select).texts.get(PATH, code.encode()).decode()


@st.composite
def calls(draw: st.DrawFn) -> tuple[str, dict[str, str]]:
    """A program with one call, and the arguments that should be left when it is fixed."""
    names = draw(st.permutations(sorted(KEPT | DROPPED)))
    names = names[: draw(st.integers(1, len(names)))]
    given = [(name, (KEPT | DROPPED)[name]) for name in names]
    space = st.sampled_from(["", " ", "\n    ", "\n\n        ", "  # a comment, with (brackets)\n    ", "\\\n    "])
    pieces = [draw(st.sampled_from(["", "\n    ", "  # first\n    "])), draw(st.sampled_from(["data", "(data)"]))]
    for name, value in given:
        equals = draw(st.sampled_from(["=", " = "]))
        value = draw(st.sampled_from([value, f"({value})"]))
        pieces += [draw(st.sampled_from(["", " "])), ",", draw(space), f"{name}{equals}{value}"]
    pieces.append(draw(st.sampled_from(["", ",", "\n", ",\n", ",  # last\n", "  # last\n"])))
    line_end = draw(st.sampled_from(["\n", "\r\n"]))
    call = f"loader = DataLoader({''.join(pieces)})"
    code = f"from torch.utils.data import DataLoader\n\ndata = range(8)\n{call}\nafter = 1\n"
    return code.replace("\n", line_end), {name: value for name, value in given if name in KEPT}


@settings(max_examples=100, deadline=None)
@given(calls())
def test_options_are_left_out_of_calls_of_every_style(case: tuple[str, dict[str, str]]) -> None:
    code, expected = case
    after = fixed_text(code)
    call = ast.parse(after).body[2].value  # type: ignore[attr-defined]
    assert {k.arg: ast.unparse(k.value) for k in call.keywords} == expected
    assert [ast.unparse(a) for a in call.args] == ["data"]
    assert after[: code.index("(")] == code[: code.index("(")]
    assert after.endswith(code[code.rindex(")") + 1 :])
    assert set(_comments(after)) <= set(_comments(code))
    assert ("\r\n" in code) == ("\r\n" in after)
    assert "\n" not in after.replace("\r\n", "") or "\r\n" not in code
    assert fixed_text(after) == after


@settings(max_examples=60, deadline=None)
@given(calls())
def test_options_are_added_to_calls_of_every_style(case: tuple[str, dict[str, str]]) -> None:
    """With workers nothing is left out, and LL502 adds an option unless it is there."""
    code, _ = case
    code = (
        code.replace("\r\n", "\n")
        .replace("num_workers=0", "num_workers=2")
        .replace("num_workers = 0", "num_workers = 2")
    )
    code = code.replace("(0)", "(2)")
    code += LOOP
    before = ast.parse(code).body[2].value  # type: ignore[attr-defined]
    options = {k.arg: ast.unparse(k.value) for k in before.keywords}
    after = fixed_text(code, "LL502")
    call = ast.parse(after).body[2].value  # type: ignore[attr-defined]
    restarted = "num_workers" in options and "persistent_workers" not in options
    added = {"persistent_workers": "True"} if restarted else {}
    assert {k.arg: ast.unparse(k.value) for k in call.keywords} == {**options, **added}
    assert _comments(after) == _comments(code)
    assert fixed_text(after, "LL502") == after


def _comments(code: str) -> list[str]:
    tokens = tokenize.generate_tokens(io.StringIO(code).readline)
    return [token.string for token in tokens if token.type == tokenize.COMMENT]
