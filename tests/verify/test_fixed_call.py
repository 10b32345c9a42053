"""Which fixes change one call alone, so that no second start of the program is needed to try them."""

from __future__ import annotations

import pytest

from loaderlint.verifying.host.fixed_call import fixed_call
from loaderlint.verifying.shared.protocol import Lines

OLD = """
import torch
from torch.utils.data import DataLoader


def main():
    train = DataLoader(data, 8, True, num_workers=2)
    test = DataLoader(data, 8)
"""

SEED = """
def seed_worker(worker_id):
    pass
"""


def test_a_fix_gives_changes_and_leaves_out_arguments() -> None:
    new = OLD.replace("8, True, num_workers=2", "8, False, worker_init_fn=seed_worker")
    new = new.replace("import torch\n", "import random\nimport torch\n").replace("\n\ndef main", SEED + "\n\ndef main")
    call = fixed_call("train.py", OLD, new)
    assert call
    assert call.lines == Lines("train.py", 7, 7)
    assert OLD.splitlines()[6][call.start : call.end] == "DataLoader(data, 8, True, num_workers=2)"
    assert call.given == {"shuffle": "False", "worker_init_fn": "seed_worker"}
    assert call.left_out == ("num_workers",)
    assert call.added == "import random\ndef seed_worker(worker_id):\n    pass"
    assert call.texts == {"train.py": new}


def test_of_calls_within_each_other_the_innermost_counts() -> None:
    old = "run(DataLoader(data, generator=make(0)), DataLoader(data))"
    call = fixed_call("train.py", old, old.replace("DataLoader(data))", "DataLoader(data, shuffle=True))"))
    assert call
    assert (old[call.start : call.end], call.given) == ("DataLoader(data)", {"shuffle": "True"})


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("8, True", "8, True), DataLoader("),  # it changes how many calls there are
        ("test = DataLoader(data, 8)", "test = DataLoader(data, 8, True)\n    seed()"),
        ("(data, 8)", "(other, 8)"),
        ("    train = ", "    generator = torch.Generator()\n    train = "),
        ("def main():", "torch.manual_seed(0)\n\n\ndef main():"),
        ("(data, 8)", "(*data)"),
        ("8, True, num_workers=2)\n    test = DataLoader(data, 8)", "9)\n    test = DataLoader(data, 9)"),
        ("main", "("),
    ],
)
def test_other_fixes_take_a_start_of_their_own(old: str, new: str) -> None:
    assert fixed_call("train.py", OLD, OLD.replace(old, new)) is None


def test_what_is_unpacked_stays_as_it_is() -> None:
    old = "DataLoader(data, **options)"
    call = fixed_call("train.py", old, "DataLoader(data, shuffle=True, **options)")
    assert call
    assert call.given == {"shuffle": "True"}
    assert fixed_call("train.py", old, "DataLoader(data, **{**options, 'shuffle': True})") is None
