"""Loaders are tried in whatever process or thread the program builds them, and once."""

from __future__ import annotations

import pytest

from loaderlint.verifying.shared.protocol import Ending, Program
from tests.verify.tools import in_child, marked, write

pytestmark = pytest.mark.usefixtures("project")

BUILD = """
from torch.utils.data import DataLoader

def train(rank):
    for epoch in range(3):
        for batch in DataLoader(range(8), num_workers=2):  # here
            pass
    print("trained", rank)
"""

WAYS = {
    "a thread": "thread = threading.Thread(target=train, args=(0,)); thread.start(); thread.join()",
    "processes that are spawned": "torch.multiprocessing.spawn(train, nprocs=2)",
    "processes that are forked": "torch.multiprocessing.start_processes(train, nprocs=2, start_method='fork')",
    "a fork": "os.wait() if os.fork() else train(0)",
    "another Python": "subprocess.run([sys.executable, 'train.py', 'train'], check=True)",
    "a launcher": "subprocess.run(['torchrun', '--nproc_per_node=2', 'train.py', 'train'], check=True)",
}


@pytest.mark.parametrize("way", WAYS)
def test_loaders_of_other_processes_are_tried_once(way: str) -> None:
    train = write(
        "train.py",
        "import os, subprocess, sys, threading\nimport torch",
        BUILD,
        f"""
        if __name__ == "__main__" and sys.argv[1:] == ["train"]:
            train(0)
        elif __name__ == "__main__":
            {WAYS[way]}
        """,
    )
    run = in_child(Program("script", train), marked(train, "here", "order"), seconds=600)
    (measured,) = run.all("measured")
    assert measured["measurement"]["signs"]["IN_ORDER"] is True
    assert run.ending == (Ending.JUDGED, ""), run.output
    # The process that tries its loader never trains. Another may come to its end while the trial lasts.
    others = 1 if "nproc" in WAYS[way] else 0
    assert run.output.count("trained") <= others


def test_workers_of_the_program_try_nothing() -> None:
    """A script without a guard builds its loaders in every worker that is spawned."""
    train = write(
        "train.py",
        """
        from torch.utils.data import DataLoader
        try:
            for batch in DataLoader(range(8), num_workers=1, multiprocessing_context="spawn"):  # first
                pass
        except RuntimeError:
            print("no guard")
        second = DataLoader(range(8))  # second
        """,
    )
    sites = [marked(train, name, "order") for name in ("first", "second")]
    run = in_child(Program("script", train), *sites, seconds=600)
    assert [event["loader"] for event in run.all("measured")] == [0, 1]


def test_what_a_process_would_have_run_first_runs_all_the_same() -> None:
    write("own/sitecustomize.py", "import builtins\nbuiltins.is_customized = True")
    train = write(
        "train.py",
        """
        import os, subprocess, sys
        code = "import os; print('customized', is_customized, os.environ['PYTHONPATH'])"
        subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": "own"}, check=True)
        """,
    )
    run = in_child(Program("script", train))
    assert run.output == "customized True own\n"
