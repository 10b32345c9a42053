"""Whatever a program does, files and processes are afterwards as they were before."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from loaderlint.verifying.host.runner import Run
from loaderlint.verifying.shared.protocol import Ending, Program, Protection
from tests.verify.programs import HEAD, PROGRAMS, SLOW, TWO_LOADERS
from tests.verify.tools import in_child, marked, running_here, trials, write

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
    """What lies below a folder: the kind and rights of each, and of files the text, and when it was changed."""
    result: dict[str, object] = {}
    for path in [folder, *folder.rglob("*")]:
        about = path.lstat()
        is_file = stat.S_ISREG(about.st_mode)
        text = (about.st_mtime_ns, sha256(path.read_bytes()).hexdigest()) if is_file else None
        result[str(path)] = about.st_mode, text
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


def tried(text: str, *marks: str, experiment: str = "draws", **options: Any) -> Run:
    """Run a program up to the loaders of its marked lines, which are put on trial; see that it leaves no trace."""
    train = write("train.py", HEAD, text)
    sites = [marked(train, mark, experiment) for mark in marks]
    with unchanged():
        return in_child(Program("script", train), *sites, **options)


@pytest.fixture(params=["root", "user"])
def user(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Whose view is made: root's, or that of users whom the kernel allows less, which root can have as well."""
    if request.param == "root" and os.geteuid() != 0:
        pytest.skip("needs root")
    if request.param == "user":
        monkeypatch.setattr(os, "geteuid", lambda: 1000)
    return str(request.param)


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_leaves_no_trace(name: str) -> None:
    """It may run on to its end, for a loader that is never built; or it hangs, and is not waited for for long."""
    experiment = "construct" if name in SLOW else "draws"  # which starts workers, and makes samples, again and again
    text = PROGRAMS[name] + "\n# never"
    done = tried(text, "here", "never", experiment=experiment, patience=2, seconds=30, stall=2)
    assert done.ending or done.death


@pytest.mark.parametrize("name", TWO_LOADERS)
def test_a_program_trains_on_real_batches_up_to_its_second_loader(name: str) -> None:
    done = tried(TWO_LOADERS[name], "here", "second")
    assert [event["measurement"]["signs"]["WORKERS_ALIKE"] for event in done.all("measured")] == [True, True]
    assert done.ending
    assert done.ending[0] is Ending.JUDGED


@pytest.mark.usefixtures("user")
@pytest.mark.parametrize("user", ["user"], indirect=True)  # for root, see above
@pytest.mark.parametrize("name", ["daemons", "an output folder made anew", "files all over"])
def test_a_program_leaves_no_trace_whoever_runs_it(name: str) -> None:
    done = tried(PROGRAMS[name] + "\n# never", "here", "never")
    assert "trained to the end" in done.output
    assert done.ending or done.death


def test_ranks_leave_no_trace() -> None:
    done = tried(PROGRAMS["daemons"] + "\n# never", "here", "never", patience=5, seconds=60, ranks=2)
    assert {event["rank"] for event in done.all("measured")} == {0, 1}


def test_nothing_is_left_behind_a_launcher() -> None:
    write("train.py", HEAD, PROGRAMS["daemons"])
    with unchanged():
        launcher = ["--launcher", "bash -c", "--python", sys.executable]
        (trial, *_) = trials("--select", "LL101", *launcher, "train.py", status=1)
    assert trial["verdict"] == "confirmed"


def test_what_is_compared_would_show_a_trace() -> None:
    """A program that nothing protects leaves some: so the other tests can fail."""
    with pytest.raises(AssertionError):
        tried(PROGRAMS["a fault in the main process"], "here", protection=None)


@contextmanager
def filesystem(folder: Path) -> Iterator[None]:
    """Mount a small filesystem there."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=32m", "data", str(folder)]
    if os.getuid() != 0 or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("needs root, and the right to mount")
    yield
    subprocess.run(["umount", str(folder)], check=True)
    folder.rmdir()


@pytest.mark.usefixtures("user")
def test_data_on_another_mount_are_there_and_stay() -> None:
    text = """
    if __name__ == "__main__":
        assert open("data/kept.txt").read() == "kept"
        os.remove("data/kept.txt")
        os.remove("notes.txt")
        for name in ("data/new.txt", "new.txt", "out/new.txt", "log.csv"):
            open(name, "a").write(name)
        assert os.path.getsize("log.csv") == len("kept") + len("log.csv")
        for batch in DataLoader(Noisy(), num_workers=2):  # here
            pass
    """
    with filesystem(Path("data")):
        Path("data/kept.txt").write_text("kept", encoding="utf-8")
        done = tried(text, "here")
    assert done.ending == (Ending.JUDGED, ""), done.output


def test_a_disk_may_take_what_is_written_as_far_as_there_is_room(tmp_path: Path) -> None:
    text = """
    if __name__ == "__main__":
        with open("large", "wb") as file:
            file.write(bytes(SIZE))
        time.sleep(1)
        for batch in DataLoader(Noisy(), num_workers=2):  # here
            pass
    """
    with filesystem(tmp_path / "disk"):
        scratch = Protection(scratch=str(tmp_path / "disk"))
        done = tried(text.replace("SIZE", "5_000_000"), "here", protection=scratch)
        assert done.ending == (Ending.JUDGED, "")
        done = tried(text.replace("SIZE", "25_000_000"), "here", protection=scratch)
        assert done.ending == (Ending.FULL, "more than 17 MB")
        assert not list((tmp_path / "disk").iterdir())
