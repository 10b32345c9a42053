from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from tests.verify.tools import until


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty project, which is the working directory; afterwards nothing of what ran in it may be left."""
    folder = tmp_path / "project"
    temporary = Path(tempfile.mkdtemp(prefix="ll-tests-"))
    folder.mkdir()
    (folder / "pyproject.toml").write_text("[project]\nname = 'trial'\n", encoding="utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    before = _children(), _shared_memory()
    yield folder
    assert _children() <= before[0]
    for sockets in temporary.glob("pymp-*"):
        sockets.rmdir()  # of a worker of the test itself that was ended; those of a program go with its run
    temporary.rmdir()  # empty
    # For a moment, what others make or end beside this test has a name and nobody that has it.
    assert until(lambda: not _shared_memory() - before[1] - _mapped(), 60)


def _children() -> set[int]:
    return {child.pid for child in psutil.Process().children(recursive=True)}


def _shared_memory() -> set[int]:
    """The inodes of shared memory: processes that spawned others know it by another name."""
    found = set()
    for path in Path("/dev/shm").glob("*"):
        with suppress(OSError):
            found.add(path.stat().st_ino)
    return found


def _mapped() -> set[int]:
    """The shared memory that some process has: here, of programs beside the tests."""
    found = set()
    for maps in Path("/proc").glob("[0-9]*/maps"):
        with suppress(OSError):
            found |= {int(inode) for inode in re.findall(r"(\d+) +/dev/shm/", maps.read_text(errors="replace"))}
    return found
