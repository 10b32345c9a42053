"""Fixes of calls in every style that people write: what is meant changes, and not a character more."""

from __future__ import annotations

import ast
import io
import shutil
import subprocess
import tokenize
from pathlib import Path

import pytest
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


BEFORE = """from accelerate import Accelerator
from torch.utils.data import DataLoader

accelerator = Accelerator()
data = range(8)
"""

#: Calls, and what they are with an option more.
GROWN = {
    "a line that has room": (
        "loader = DataLoader(data, num_workers=2)",
        "loader = DataLoader(data, num_workers=2, persistent_workers=True)",
    ),
    "a line that has none": (
        "loader = DataLoader(data, batch_size=4, pin_memory=False, num_workers=2, drop_last=True)",
        """loader = DataLoader(
    data,
    batch_size=4,
    pin_memory=False,
    num_workers=2,
    drop_last=True,
    persistent_workers=True,
)""",
    ),
    "all arguments on one line of their own": (
        """loader = DataLoader(
    data, batch_size=4, pin_memory=False, num_workers=2, drop_last=True, timeout=100000
)""",
        """loader = DataLoader(
    data,
    batch_size=4,
    pin_memory=False,
    num_workers=2,
    drop_last=True,
    timeout=100000,
    persistent_workers=True,
)""",
    ),
    "a line each": (
        """loader = DataLoader(
    data,
    num_workers=2,
)""",
        """loader = DataLoader(
    data,
    num_workers=2,
    persistent_workers=True,
)""",
    ),
    "alone in another call": (
        "loader = accelerator.prepare(DataLoader(data, batch_size=4, drop_last=True, num_workers=2))",
        """loader = accelerator.prepare(
    DataLoader(
        data,
        batch_size=4,
        drop_last=True,
        num_workers=2,
        persistent_workers=True,
    )
)""",
    ),
    "alone in brackets": (
        "[loader] = [DataLoader(data, batch_size=4, drop_last=True, num_workers=2, timeout=30)]",
        """[loader] = [
    DataLoader(
        data,
        batch_size=4,
        drop_last=True,
        num_workers=2,
        timeout=30,
        persistent_workers=True,
    )
]""",
    ),
    "filled lines below the bracket": (
        """loader = DataLoader(data, batch_size=4, drop_last=True, collate_fn=None,
                    pin_memory=False, num_workers=2)""",
        """loader = DataLoader(data, batch_size=4, drop_last=True, collate_fn=None,
                    pin_memory=False, num_workers=2, persistent_workers=True)""",
    ),
    "filled lines that have no room": (
        """loader = DataLoader(data, batch_size=4, drop_last=True, collate_fn=None,
                    pin_memory=False, timeout=30, num_workers=2)""",
        """loader = DataLoader(data, batch_size=4, drop_last=True, collate_fn=None,
                    pin_memory=False, timeout=30, num_workers=2,
                    persistent_workers=True)""",
    ),
    "behind an argument of several lines": (
        """loader = DataLoader(
  list(
                                            data), batch_size=4, collate_fn=None, num_workers=2)""",
        """loader = DataLoader(
  list(
                                            data), batch_size=4, collate_fn=None, num_workers=2,
  persistent_workers=True)""",
    ),
    "before further options": (
        "loader = DataLoader(data, num_workers=2, **{})",
        "loader = DataLoader(data, num_workers=2, persistent_workers=True, **{})",
    ),
    "before further options, on a line that has no room": (
        "loader = DataLoader(data, batch_size=4, collate_fn=None, timeout=30, num_workers=2, **{})",
        """loader = DataLoader(
    data,
    batch_size=4,
    collate_fn=None,
    timeout=30,
    num_workers=2,
    persistent_workers=True,
    **{},
)""",
    ),
    "before further options, on a line each": (
        """loader = DataLoader(
    data,
    num_workers=2,
    **{},  # none
)""",
        """loader = DataLoader(
    data,
    num_workers=2,
    persistent_workers=True,
    **{},  # none
)""",
    ),
    "before further options, on filled lines": (
        """loader = DataLoader(data, batch_size=4, drop_last=True, collate_fn=None,
                    pin_memory=False, timeout=30, num_workers=2, **{})""",
        """loader = DataLoader(data, batch_size=4, drop_last=True, collate_fn=None,
                    pin_memory=False, timeout=30, num_workers=2, persistent_workers=True,
                    **{})""",
    ),
    "far to the right": (
        """loaders_by_the_name_of_the_part_of_the_data_they_read = (DataLoader(list(
    data), batch_size=4, collate_fn=None, num_workers=2, pin_memory=False, drop_last=True), 1)
loader = loaders_by_the_name_of_the_part_of_the_data_they_read[0]""",
        """loaders_by_the_name_of_the_part_of_the_data_they_read = (DataLoader(list(
    data), batch_size=4, collate_fn=None, num_workers=2, pin_memory=False, drop_last=True,
        persistent_workers=True), 1)
loader = loaders_by_the_name_of_the_part_of_the_data_they_read[0]""",
    ),
}


@pytest.mark.parametrize(("call", "grown"), GROWN.values(), ids=GROWN.keys())
def test_an_added_option_looks_as_the_others_do(call: str, grown: str) -> None:
    code = f"{BEFORE}{call}\n{LOOP}"
    assert fixed_text(code, "LL502") == code.replace(call, grown)


@pytest.mark.skipif(shutil.which("ruff") is None, reason="ruff is not installed")
@pytest.mark.parametrize(("call", "grown"), GROWN.values(), ids=GROWN.keys())
def test_what_ruff_formats_stays_as_ruff_formats_it(call: str, grown: str) -> None:
    code = _formatted(f"{BEFORE}{call}\n{LOOP}")
    fixed = fixed_text(code, "LL502")
    assert "persistent_workers" in fixed
    assert _formatted(fixed) == fixed, grown


def _formatted(code: str) -> str:
    command = ["ruff", "format", "--isolated", "-"]
    return subprocess.run(command, input=code, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize(
    ("call", "after"),
    [
        (
            "DataLoader(\n    data, batch_size=4, pin_memory=False, persistent_workers=True, drop_last=True\n)",
            "DataLoader(data, batch_size=4, pin_memory=False, drop_last=True)",
        ),
        (
            "DataLoader(\n    data, batch_size=4, persistent_workers=True,\n)",
            "DataLoader(\n    data, batch_size=4,\n)",
        ),
        (
            "DataLoader(\n    data, persistent_workers=True  # none\n)",
            "DataLoader(\n    data  # none\n)",
        ),
    ],
)
def test_what_fits_on_its_line_again_goes_there(call: str, after: str) -> None:
    code = "from torch.utils.data import DataLoader\n\ndata = range(8)\nloader = {}\n"
    assert fixed_text(code.format(call), "LL201") == code.format(after)


def test_a_tuple_that_gets_too_long_has_an_item_on_each_line() -> None:
    code = """import torch
from torch.utils.data import DataLoader

model = torch.nn.Linear(1, 1).cuda()
optimizer = torch.optim.SGD(model.parameters(), 0.1)
loader = DataLoader(range(8), pin_memory=True)
device = torch.device("cuda")
for epoch in range(9):
    for images_of_one_kind, images_of_another_kind, target in loader:
        {copied}
        optimizer.zero_grad()
        model(images_of_one_kind).sum().backward()
        optimizer.step()
"""
    names = ("images_of_one_kind", "images_of_another_kind", "target")
    copied = f"{', '.join(names)} = {', '.join(f'{name}.to(device)' for name in names)}  # copied"
    items = "".join(f"            {name}.to(device, non_blocking=True),\n" for name in names)
    expected = f"{', '.join(names)} = (\n{items}        )  # copied"
    assert fixed_text(code.format(copied=copied), "LL504") == code.format(copied=expected)


COPIED = """import torch
from torch.utils.data import DataLoader

model = torch.nn.Linear(1, 1).cuda()
optimizer = torch.optim.SGD(model.parameters(), 0.1)
loader = DataLoader(range(8), pin_memory=True)
device = torch.device("cuda")
for epoch in range(9):
    for batch in loader:
        COPY
        optimizer.zero_grad()
        model(batch).sum().backward()
        optimizer.step()
"""

#: What holds a call that gets too long, and what it is then.
HOLDERS = {
    "a comprehension": (
        "batch = {name_of_the_part: part.to(device) for name_of_the_part, part in batch.items()}",
        """batch = {
            name_of_the_part: part.to(device, non_blocking=True)
            for name_of_the_part, part in batch.items()
        }""",
    ),
    "a comprehension that fits on a line of its own": (
        "batch = [one_image.to(device) for one_image in batch.values()]",
        """batch = [
            one_image.to(device, non_blocking=True) for one_image in batch.values()
        ]""",
    ),
    "a call with other arguments": (
        "batch = torch.nn.functional.dropout(batch.to(device), 0.25, True)",
        """batch = torch.nn.functional.dropout(
            batch.to(device, non_blocking=True), 0.25, True
        )""",
    ),
    "a list in a call": (
        "batch = torch.stack([batch.to(device), batch.to(device), batch.to(device)])",
        """batch = torch.stack(
            [
                batch.to(device, non_blocking=True),
                batch.to(device, non_blocking=True),
                batch.to(device, non_blocking=True),
            ]
        )""",
    ),
}


@pytest.mark.parametrize(("copy", "after"), HOLDERS.values(), ids=HOLDERS.keys())
def test_what_holds_a_call_that_gets_too_long_is_opened_from_outside(copy: str, after: str) -> None:
    assert fixed_text(COPIED.replace("COPY", copy), "LL504") == COPIED.replace("COPY", after)


def test_items_in_brackets_of_their_own_stay_what_they_are() -> None:
    copy = "batch = max((batch.to(device), (batch.to(device)), (batch.to(device))), key=len)"
    fixed = fixed_text(COPIED.replace("COPY", copy), "LL504")
    after = copy.replace("to(device)", "to(device, non_blocking=True)")
    assert ast.dump(ast.parse(fixed)) == ast.dump(ast.parse(COPIED.replace("COPY", after)))


def test_a_condition_that_is_too_long_for_a_line_is_broken_as_ruff_breaks_it() -> None:
    code = """import torch
from torch.utils.data import DataLoader


def build(settings_of_the_program, data):
    if settings_of_the_program.seed is not None:
        torch.manual_seed(settings_of_the_program.seed)
    return DataLoader(data, shuffle=True)
"""
    fixed = fixed_text(code, "LL107")
    assert (
        """
        shuffle=True,
        generator=torch.Generator().manual_seed(settings_of_the_program.seed)
        if settings_of_the_program.seed is not None
        else None,
    )
"""
        in fixed
    )


def test_a_condition_in_brackets_stays_on_its_line() -> None:
    code = """import torch
import torch.distributed as dist
from torch.utils.data import DataLoader


def build(config, data):
    if config.distributed:
        dist.init_process_group("nccl")
    torch.manual_seed(config.seed)
    return DataLoader(data, shuffle=True,
                      drop_last=True)
"""
    seed = "config.seed + (dist.get_rank() if dist.is_initialized() else 0)"
    assert f"\n                      generator=torch.Generator().manual_seed({seed}))\n" in fixed_text(code, "LL107")


def test_blocks_are_indented_as_the_first_block_is_not_as_a_continuation() -> None:
    code = """from os import (path,
                sep)
import numpy as np
from torch.utils.data import DataLoader, Dataset


class Noisy(Dataset):
  def __init__(self):
    self.rng = np.random.default_rng()

  def __getitem__(self, index):
    return self.rng.normal()


loader = DataLoader(Noisy(), num_workers=2)
"""
    assert 'def seed_worker(worker_id):\n  """Give' in fixed_text(code, "LL101")
