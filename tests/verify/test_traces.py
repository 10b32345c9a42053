"""Whatever a program does, files and processes are afterwards as they were before."""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from loaderlint.verify.protocol import Ending, Program, Protection, Request
from loaderlint.verify.runner import Run, run
from tests.verify.programs import HEAD, PROGRAMS, TWO_LOADERS
from tests.verify.tools import marked, running_here, write

#: What the files are named that programs write to folders which others use as well.
MARK = f"trace-{os.getpid()}"

SHARED = ("/dev/shm", "/tmp", "/var/tmp")


@pytest.fixture(autouse=True)
def home(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:  # noqa: ARG001
    """A home, a folder for temporary files and a project that hold something already."""
    home, temporary = tmp_path / "home", Path(tempfile.gettempdir())
    for name, value in (("HOME", home), ("TMPDIR", temporary), ("MARK", MARK)):
        monkeypatch.setenv(name, str(value))
    data = temporary / "data.txt"
    for path in (home / "kept" / "results.csv", data, *map(Path, ("notes.txt", "out/old.txt", "last.pt", "log.csv"))):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("kept", encoding="utf-8")
    np.save("history.npy", np.ones(3))
    with closing(sqlite3.connect("metrics.db")) as database:
        database.execute("create table metrics (epoch, loss)")
    yield home
    data.unlink()


def found(folder: Path) -> dict[str, object]:
    """What lies below a folder: the kind and rights of each, when it was changed, and its text."""
    result: dict[str, object] = {}
    for path in [folder, *folder.rglob("*")]:
        about = path.lstat()
        text = sha256(path.read_bytes()).hexdigest() if stat.S_ISREG(about.st_mode) else ""
        result[str(path)] = about.st_mode, about.st_mtime_ns, about.st_size, text
    return result


@contextmanager
def unchanged(*more: Path) -> Iterator[None]:
    """Hold what lies in the project, at home, among temporary files and in `more`, against what does afterwards."""
    folders = [Path.cwd(), Path.home(), Path(tempfile.gettempdir()), *more]
    before = [found(folder) for folder in folders]
    yield
    assert [found(folder) for folder in folders] == before
    assert not running_here()
    assert not [path for folder in SHARED for path in Path(folder).glob(f"*{MARK}*")]


def watched(text: str, *marks: str, seconds: float = 60, ranks: int = 1, protection: Protection | None = None) -> Run:
    """Run a program up to the loaders of its marked lines, which are tried."""
    train = write("train.py", HEAD, text)
    sites = tuple(marked(train, mark, "draws") for mark in marks)
    request = Request(Program("script", train), sites, {}, seconds, ranks, protection=protection or Protection())
    with unchanged():
        return run(request, sys.executable, Path.cwd(), lambda _: None)


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_leaves_no_trace(name: str) -> None:
    """It runs for as long as it likes: a loader that is never built lets it train to its end."""
    done = watched(PROGRAMS[name] + "\n# never", "here", "never", seconds=15)
    assert done.ending or done.death


@pytest.mark.parametrize("name", TWO_LOADERS)
def test_a_program_trains_on_real_batches_up_to_its_second_loader(name: str) -> None:
    done = watched(TWO_LOADERS[name], "here", "second")
    assert [event["measurement"]["signs"]["WORKERS_ALIKE"] for event in done.all("measured")] == [True, True]
    assert done.ending
    assert done.ending[0] in (Ending.JUDGED, Ending.FINISHED)
