"""Fixed text stands in for files wherever the program runs, and nothing on disk changes."""

from __future__ import annotations

import py_compile
from pathlib import Path

import pytest

from loaderlint.verify.host.sites import in_new_text
from loaderlint.verify.shared.protocol import Lines, Program, Site
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


@pytest.mark.parametrize(
    ("new", "lines"),
    [
        ("a\nb\nc\nd\n", (2, 3)),
        ("import x\n\na\nb\nc\nd\n", (4, 5)),
        ("a\nB\nmore\nc\nd\n", (2, 4)),
        ("a\nc\nd\n", (2, 2)),
        ("a\nb\nc\nd\nafter\n", (2, 3)),
    ],
)
def test_sites_move_with_the_text(new: str, lines: tuple[int, int]) -> None:
    path = write("train.py", "a\nb\nc\nd\n")
    moved = in_new_text(Site((Lines(path, 2, 3),), (), ()), {path: new})
    assert moved.places == (Lines(path, *lines),)
