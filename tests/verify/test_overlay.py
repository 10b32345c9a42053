"""Fixed text stands in for files wherever the program runs, and nothing on disk changes."""

from __future__ import annotations

import py_compile
from pathlib import Path

import pytest

from loaderlint.finding import Edit, Location
from loaderlint.verifying.host.sites import after_edits
from loaderlint.verifying.shared.protocol import Lines, Program, Site
from tests.verify.tools import in_child, write

pytestmark = pytest.mark.usefixtures("project")

DATA = """
class Values:
    def __len__(self):
        return 2

    def __getitem__(self, index):
        return "old module"
"""

TRAIN = """
import sys
from torch.utils.data import DataLoader
from pkg.data import Values


class Own(Values):
    def __getitem__(self, index):
        return "old main"


if __name__ == "__main__":
    for dataset in (Values(), Own()):
        print(*DataLoader(dataset, num_workers=1, multiprocessing_context=sys.argv[1]))
"""


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_workers_of_every_start_method_run_the_new_text(method: str) -> None:
    write("pkg/__init__.py", "")
    data, train = write("pkg/data.py", DATA), write("train.py", TRAIN)
    overlay = {data: DATA.replace("old", "new"), train: TRAIN.replace("old", "new")}
    never = Site((), (), ())
    run = in_child(Program("script", train, (method,)), never, overlay=overlay)
    assert run.output.splitlines() == ["['new module'] ['new module']", "['new main'] ['new main']"]
    assert "old" in Path(data).read_text(encoding="utf-8")
    assert not list(Path().rglob("*.pyc"))


def test_what_python_compiled_before_does_not_count() -> None:
    data = write("data.py", "value = 'old'")
    train = write("train.py", "import data, inspect\nprint(data.value, inspect.getsource(data).strip())")
    py_compile.compile(data)
    assert in_child(Program("script", train), overlay={data: "value = 'new'\n"}).output == "new value = 'new'\n"


PAIR = """
import torch
def build():
    train = DataLoader(
        first)
    test = DataLoader(second)
"""


@pytest.mark.parametrize(
    ("edits", "train", "test"),
    [
        ([], (3, 4), (5, 5)),
        ([(4, 14, ", shuffle=True")], (3, 4), (5, 5)),
        ([(4, 14, ",\n        shuffle=True"), (5, 29, ",\n        drop_last=True\n    ")], (3, 5), (6, 8)),
        ([(2, 1, "def seed(worker_id):\n    pass\n\n\n"), (4, 14, ",\n")], (7, 9), (10, 10)),
        ([(5, 1, "    seed()\n")], (3, 4), (6, 6)),
    ],
)
def test_sites_move_with_the_text(
    edits: list[tuple[int, int, str]], train: tuple[int, int], test: tuple[int, int]
) -> None:
    """Loaders on neighbouring lines stay apart."""
    path = write("train.py", PAIR)
    places = [Location("train.py", None, line, column, line, column) for line, column, _ in edits]
    made = [Edit(place, text) for place, (_, _, text) in zip(places, edits, strict=True)]
    moved = after_edits(Site((Lines(path, 3, 4), Lines(path, 5, 5)), (), ()), [*made, *made])
    assert moved.places == (Lines(path, *train), Lines(path, *test))
