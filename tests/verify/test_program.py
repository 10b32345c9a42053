"""Programs run as Python would run them, and whatever they do, the child says how they ended."""

from __future__ import annotations

import json
import os
import queue
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from loaderlint.verifying.host.runner import Run
from loaderlint.verifying.shared.protocol import Ending, Program
from tests.verify.tools import NOISY, in_child, interruptible, marked, running_here, until, verify, write

pytestmark = pytest.mark.usefixtures("project")


def test_a_script_is_the_main_module_with_its_arguments_and_its_folder_on_the_path() -> None:
    write("src/sibling.py", "name = 'sibling'")
    train = write(
        "src/train.py",
        """
        import sys
        import sibling
        print(__name__, __file__ == sys.argv[0], sys.argv[1:], sibling.name, sys.modules["__main__"].sys)
        """,
    )
    run = in_child(Program("script", train, ("--data", "/tmp/x")))
    assert run.output.startswith("__main__ True ['--data', '/tmp/x'] sibling <module 'sys'")
    assert run.ending == (Ending.FINISHED, "")
    assert not list(Path("src").glob("__pycache__"))


def test_modules_and_callables_are_found_from_the_working_directory() -> None:
    write("pkg/__init__.py", "")
    write("pkg/train.py", "import sys\nfrom . import data\nprint(__name__, __package__, sys.argv[1:])")
    write("pkg/data.py", "def make():\n    print('made')\n    return 3")
    run = in_child(Program("module", "pkg.train", ("-x",)))
    assert run.output == "__main__ pkg ['-x']\n"
    run = in_child(Program("callable", "pkg.data:make"))
    assert run.output == "made\n"
    assert run.ending == (Ending.FINISHED, "returned int")


@pytest.mark.parametrize(
    ("code", "ending", "detail"),
    [
        ("import sys; sys.exit(3)", Ending.EXITED, "3"),
        ("raise SystemExit('no data')", Ending.EXITED, "no data"),
        ("import json; json.loads('{')", Ending.RAISED, "JSONDecodeError"),
        ("input()", Ending.RAISED, "EOFError"),
        ("x = (", Ending.RAISED, "SyntaxError"),
        ("import time; time.sleep(60)", Ending.OUT_OF_TIME, "line 1"),
        ("while True: pass", Ending.OUT_OF_TIME, "line 1"),
    ],
)
def test_every_ending_is_told(code: str, ending: Ending, detail: str) -> None:
    train = Program("script", write("train.py", code))
    # On a busy machine three seconds can be over before the program begins.
    for seconds in (3, 30, 300) if ending is Ending.OUT_OF_TIME else (600,):
        run = in_child(train, seconds=seconds)
        if run.ending and detail in run.ending[1]:
            break
    assert run.ending
    assert run.ending[0] is ending
    assert detail in run.ending[1]


@pytest.mark.parametrize(
    ("code", "death"),
    [
        ("import os; os._exit(7)", "its process ended with status 7"),
        ("import os; os.kill(os.getpid(), 9)", "its process was killed by SIGKILL, as the system does"),
        ("import ctypes; ctypes.string_at(0)", "its process was killed by SIGSEGV"),
    ],
)
def test_a_death_without_a_word_is_told(code: str, death: str) -> None:
    run = in_child(Program("script", write("train.py", code)))
    assert run.ending is None
    assert run.death.startswith(death)


class _Late(queue.SimpleQueue[bytes]):
    """All that a child says arrives between the first look at it and the second, when it is gone."""

    late = False

    def get(self, block: bool = True, timeout: float | None = None) -> bytes:
        if self.late:
            return super().get(block, timeout)
        self.late = True
        said = [super().get()]
        while b'"ended"' not in said[-1]:
            said.append(super().get())
        time.sleep(0.5)
        for line in said:
            self.put(line)
        raise queue.Empty


def test_a_last_word_that_comes_late_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loaderlint.verifying.host.runner.queue", SimpleNamespace(SimpleQueue=_Late, Empty=queue.Empty))
    run = in_child(Program("script", write("train.py", "import sys; sys.exit(3)")))
    assert run.ending == (Ending.EXITED, "3")


def test_what_the_program_prints_does_not_mix_with_the_protocol() -> None:
    train = write(
        "train.py",
        """
        import os, subprocess, sys, warnings
        print('{"event": "ended"}')
        os.write(1, b'{"event": "built"}\\n')
        subprocess.run(["echo", "from a process"])
        sys.stdout.close()
        warnings.warn("watch out")
        """,
    )
    run = in_child(Program("script", train))
    assert [event["event"] for event in run.events] == ["started", "ended"]
    assert {'{"event": "ended"}', '{"event": "built"}', "from a process"} <= set(run.output.splitlines())


def test_processes_that_the_program_leaves_are_ended() -> None:
    train = write(
        "train.py",
        """
        import signal, subprocess, sys, tempfile
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
        tempfile.mkdtemp()
        """,
    )
    assert in_child(Program("script", train)).ending == (Ending.FINISHED, "")


STUCK = """
import time


class Stuck(Noisy):
    def __getitem__(self, index):
        time.sleep(60)
        return self.rng.normal()


for _ in DataLoader(Stuck(), num_workers=2):  # here
    pass
"""


def test_a_worker_that_hangs_is_told_with_the_stacks_of_all_processes() -> None:
    train = write("train.py", NOISY, STUCK)
    run = in_child(Program("script", train), marked(train, "here", "construct"), stall=3)
    (hang,) = run.all("hang")
    assert hang["experiment"] == "construct"
    main, *workers = hang["stacks"].items()
    assert main[0] == "main process"
    assert "dataloader.py" in main[1]
    assert len(workers) == 2
    assert all("in __getitem__" in stack for _, stack in workers)


@pytest.mark.parametrize(
    "death",
    ["os.kill(os.getpid(), 9)", "os._exit(1)", "ctypes.string_at(0)"],
)
def test_a_worker_that_dies_is_told(death: str) -> None:
    train = write(
        "train.py",
        NOISY,
        f"""
        import ctypes, os

        class Deadly(Noisy):
            def __getitem__(self, index):
                {death}

        for _ in DataLoader(Deadly(), num_workers=1):  # here
            pass
        """,
    )
    run = in_child(Program("script", train), marked(train, "here", "construct"))
    (measured,) = run.all("measured")
    assert measured["measurement"]["signs"]["RAISES"] is True
    assert re.search("is killed by signal|exited unexpectedly", measured["measurement"]["summary"])


def test_a_script_without_a_guard_does_not_train_in_spawned_workers() -> None:
    train = write(
        "train.py",
        NOISY,
        """
        import multiprocessing, torch
        if multiprocessing.current_process().name != "MainProcess":
            torch.ones(1, requires_grad=True).sum().backward()
            print("trained")
        next(iter(DataLoader(Noisy(), num_workers=1, multiprocessing_context="spawn")))  # here
        """,
    )
    run = in_child(Program("script", train), marked(train, "here", "construct"))
    (measured,) = run.all("measured")
    assert measured["measurement"]["signs"]["RAISES"] is True
    assert "a spawned worker begins to train: the script has no guard" in run.output
    assert "trained" not in run.output.splitlines()


def test_an_interrupt_ends_everything() -> None:
    write("train.py", NOISY, STUCK)
    process = subprocess.Popen(
        [sys.executable, "-m", "loaderlint", "verify", "--select", "LL1", "train.py"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": tempfile.gettempdir()},
        preexec_fn=interruptible,
    )
    all_run = until(lambda: len(running_here()) >= 4, 60)  # what is started here, the child, and two workers
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=120)
    assert all_run
    assert process.returncode == 130
    assert "interrupted" in errors
    assert until(lambda: not running_here(), 10)


def test_notebooks_run_as_one_program() -> None:
    cells = [
        {"cell_type": "markdown", "source": "# Title"},
        {"cell_type": "code", "source": ["%matplotlib inline\n", *NOISY.strip().splitlines(keepends=True)]},
        {"cell_type": "code", "source": "loader = DataLoader(Noisy(), num_workers=2)\nfor batch in loader:\n    1 / 0"},
    ]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    Path("train.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    result = verify("--select", "LL101", "train.ipynb")
    assert "train.ipynb:cell 3:1:10" in result.output
    assert "workers draw the same numbers" in result.output
    assert result.exit_code == 1


@pytest.mark.parametrize(
    "said",
    [
        "bwrap: Can't find source path /tmp/others: No such file or directory\n",
        "bwrap: Can't make overlay mount on /newroot/tmp/others with options lowerdir=/oldroot/tmp/others: "
        "No such file or directory\n",
    ],
)
def test_a_program_is_started_again_where_a_folder_of_others_is_gone(
    said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = iter([Run(output=said), Run(output="trained to the end")])
    monkeypatch.setattr("loaderlint.verifying.host.runner._run", lambda *_: next(runs))
    assert in_child(Program("script", write("train.py", "print()"))).output == "trained to the end"
