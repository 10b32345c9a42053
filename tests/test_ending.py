"""How a run ends that is interrupted, or whose output has nowhere to go: at once, quietly, and with nothing left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs signals, and files that are full")

needs_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")

LOADER = "from torch.utils.data import DataLoader\n\nloader = DataLoader(range(8), persistent_workers=True)\n"

#: Makes the check of a file never end, in whatever process; a file tells that it began.
HANGS = """
import os, pathlib, threading
import loaderlint.checking.checker as checker
def hang(self, path):
    pathlib.Path(f"hangs-{os.getpid()}").touch()
    threading.Event().wait()
checker._Checker.check = hang
"""

#: Far more than a run takes that does not wait for what never ends.
PATIENCE = 60


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("pyproject.toml").write_text("[tool.loaderlint]\n")
    for number in range(8):
        Path(f"train_{number}.py").write_text(LOADER)


def start(*args: str, **options: object) -> subprocess.Popen[bytes]:
    """Start a run that takes SIGINT as on a terminal: jobs in the background of a shell ignore it."""
    command = [sys.executable, "-m", "loaderlint", *args]
    take = lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)  # noqa: E731
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return subprocess.Popen(command, preexec_fn=take, **streams)  # type: ignore[call-overload,no-any-return]


@pytest.mark.parametrize("jobs", [1, 2, 4])
@pytest.mark.parametrize("whole_group", [True, False], ids=["from a terminal", "alone"])
def test_an_interrupt_does_not_wait_for_the_work(
    jobs: int, whole_group: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("path")
    (path / "sitecustomize.py").write_text(HANGS)
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [str(path), os.environ.get("PYTHONPATH")]))}
    process = start("--no-cache", "--jobs", str(jobs), env=env, start_new_session=True)
    while len(list(Path().glob("hangs-*"))) < jobs:
        assert process.poll() is None
        time.sleep(0.01)
    started = psutil.Process(process.pid).children(recursive=True)
    assert len(started) == (jobs if jobs > 1 else 0)
    (os.killpg if whole_group else os.kill)(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out, err) == (130, b"", b"loaderlint: interrupted\n")
    _, alive = psutil.wait_procs(started, timeout=PATIENCE)
    assert not alive


@pytest.mark.parametrize("args", [(".",), (".", "--jobs", "2", "--no-cache"), ("rule", "--all"), ("--help",)])
def test_output_that_nobody_reads(args: tuple[str, ...]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    process = start(*args, stdout=writer)
    os.close(writer)
    _, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err) == (141, b"")


def test_not_even_errors_are_read() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    process = start("nowhere.py", stdout=writer, stderr=writer)
    os.close(writer)
    assert process.wait(PATIENCE) == 141


@needs_full
@pytest.mark.parametrize("args", [(".",), ("rule", "--all"), ("--help",), ("--fix", "-")])
def test_output_that_has_no_room(args: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        process = start(*args, stdout=full, stdin=subprocess.PIPE)
        _, err = process.communicate(LOADER.encode(), timeout=PATIENCE)
        assert process.returncode == 2
        assert err == b"loaderlint: the output cannot be written: No space left on device\n"


@needs_full
def test_not_even_errors_have_room() -> None:
    with Path("/dev/full").open("wb") as full:
        assert start("nowhere.py", stdout=full, stderr=full).wait(PATIENCE) == 2
