"""The layers that take what a program writes, as bubblewrap is to lay them. Needs the standard library alone.

Root lays one over `/`, and one over each mount below it. Others can do less. The kernel refuses them a layer over a
folder with mounts below: for them `/` is read-only, with a layer over every folder that has none, however deep these
lie. And it refuses to copy into a layer what is shared with other users and groups, when it is changed. So a folder
that such a user may write to and that has mounts below, and a project with shared folders, is another folder in the
view, with copies of its files.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

#: The folder in the view that is ours: in memory, and not where programs keep their files.
OWN_FOLDER = "/dev/shm/loaderlint"  # noqa: S108 - it is in the view alone

#: Filesystems of the kernel, which the view has from the machine, or anew.
_OF_KERNEL = ("/dev", "/proc", "/sys")

#: Bytes that are copied in all. The files beyond can be read, replaced and removed, but not changed.
_COPIED = 2**28

#: How many entries of a folder, and of those below it, are looked at; a larger one is taken for data.
_ENTRIES = 2000


@dataclass(frozen=True, slots=True)
class Layers:
    """The words that lay them, and the folders to `fill` in the view, each with the one that its files come from."""

    words: tuple[str, ...]
    filled: tuple[tuple[str, str], ...]


def of_root(_directory: str, scratch: str, refused: set[str]) -> Layers:
    """Return the layers of root: one over each mount, but for those that `refused` one."""
    words = ["--cap-add", "ALL"]
    for number, (path, read_only) in enumerate(_mounts()):
        if path != "/" and (read_only or path in refused or not Path(path).is_dir()):
            words += ["--ro-bind", path, path]
        else:
            words += _layer(path, scratch, number)
        if path == "/":
            words += ["--ro-bind", "/sys", "/sys", *_of_kernel()]
    return Layers(tuple(words), ())


def of_user(directory: str, scratch: str, refused: set[str]) -> Layers:
    """Return the layers of others: over every folder that can have one, and copies of those that cannot."""
    mounts = dict(_mounts())
    words = ["--unshare-user", "--ro-bind", "/", "/", *_of_kernel()]
    filled = []
    for number, (path, is_copied) in enumerate(sorted(_folders(os.path.realpath(directory), mounts).items())):
        read_only = mounts[max((mount for mount in mounts if is_below(path, mount)), key=len)]
        if is_copied:
            source = f"{OWN_FOLDER}/{number}"
            words += ["--ro-bind", path, source, "--perms", _rights(path), "--tmpfs", path]
            filled.append((path, source))
        elif read_only or path in refused:
            words += ["--ro-bind", path, path]
        else:
            words += _layer(path, scratch, number)
    return Layers(tuple(words), tuple(filled))


def fill(folders: Iterable[tuple[str, str]]) -> None:
    """Copy files, and folders of files, into folders of the view; where it is much, show them at least."""
    left = _COPIED
    waiting = deque(folders)
    while waiting:
        folder, source = waiting.popleft()
        for entry in os.scandir(source):
            path = Path(folder, entry.name)
            with suppress(OSError):  # this user may not read it
                if os.path.lexists(path):
                    pass  # it was mounted there
                elif entry.is_symlink():
                    path.symlink_to(Path(entry.path).readlink())
                elif entry.is_dir():
                    path.mkdir(stat.S_IMODE(entry.stat().st_mode))
                    waiting.append((str(path), entry.path))
                elif entry.is_file() and entry.stat().st_size <= left:
                    shutil.copy2(entry.path, path)
                    left -= entry.stat().st_size
                elif entry.is_file():
                    path.symlink_to(entry.path)


def _of_kernel() -> list[str]:
    """The words for what the kernel shows; shared memory has a layer, and `/proc` what was laid over it."""
    words = ["--dev-bind", "/dev", "/dev", *_layer("/dev/shm", "", 0), "--proc", "/proc"]  # noqa: S108
    for path in sorted({"/proc/sys"} | {path for path, _ in _mounted() if path.startswith("/proc/")}):
        words += ["--ro-bind-try", path, path]
    return words


def sockets() -> list[str]:
    """Return the words that show the sockets of other programs, such as those who know users: a layer cuts them off."""
    words = []
    for line in Path("/proc/net/unix").read_text(errors="surrogateescape").splitlines()[1:]:
        path = line.split(None, 7)[-1]
        with suppress(OSError):
            if path.startswith("/") and stat.S_ISSOCK(os.lstat(path).st_mode):
                words += ["--bind-try", path, path]
    return words


def _folders(directory: str, mounts: Iterable[str]) -> dict[str, bool]:
    """The folders over which a layer is laid, and those that are copied (True), for a program that works there."""
    found = dict(_without_mounts("/", mounts))
    # Such as `/var/tmp`; what others put into `/tmp` comes and goes.
    near = {path for folder in _inside("/") if not _is_shared(folder) for path in _inside(folder)}
    for used in (directory, str(Path.home()), tempfile.gettempdir()):
        near.update(map(str, [Path(used).resolve(), *Path(used).resolve().parents][:-1]))
    found |= {path: False for path in near if path not in found and _is_shared(path)}
    looked_at = _below(directory) or [directory, *_inside(directory)]
    if found.get(directory) or any(map(_is_shared, looked_at)):
        found[directory] = True
        for path in _inside(directory):
            if _below(path) is None:
                found.setdefault(path, False)
            elif path not in mounts and not found.get(path):
                found.pop(path, None)  # so small that it is copied with the rest
    return found


def _without_mounts(path: str, mounts: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """The highest folders at or below a path that no mount lies below, and those above them that this user may change.

    With each, whether mounts lie below it.
    """
    if path != "/":
        has_mounts = any(is_below(mount, path) for mount in mounts if mount != path)
        if not has_mounts or os.access(path, os.W_OK):
            yield path, has_mounts
        if not has_mounts:
            return
    for inside in _inside(path):
        yield from _without_mounts(inside, mounts)


def _below(folder: str) -> list[str] | None:
    """A folder and the folders below it; None if there is too much below it to be looked at."""
    found, count = [folder], 0
    for path in found:
        with suppress(OSError):
            entries = list(islice(os.scandir(path), _ENTRIES))
            count += len(entries)
            found += [entry.path for entry in entries if entry.is_dir(follow_symlinks=False)]
        if count >= _ENTRIES:
            return None
    return found


def _inside(folder: str) -> list[str]:
    """The folders in a folder, but for the kernel's."""
    with suppress(OSError):
        return [e.path for e in os.scandir(folder) if e.is_dir(follow_symlinks=False) and e.path not in _OF_KERNEL]
    return []


def _is_shared(path: str) -> bool:
    """Whether this user may write to what belongs to another user or group."""
    with suppress(OSError):
        found = os.lstat(path)
        return (found.st_uid, found.st_gid) != (os.geteuid(), os.getegid()) and os.access(path, os.W_OK)
    return False


def _layer(path: str, scratch: str, number: int) -> list[str]:
    """The words that lay a layer over a folder: in memory, or on the disk of a folder `scratch`."""
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


def _mounts() -> list[tuple[str, bool]]:
    """Where something is mounted, but for the kernel's, and whether that is read-only; above comes first."""
    return sorted(
        (path, read_only)
        for path, read_only in dict(_mounted()).items()
        if os.path.exists(path) and not any(is_below(path, own) for own in _OF_KERNEL)  # noqa: PTH110
    )


def _mounted() -> Iterator[tuple[str, bool]]:
    for line in Path("/proc/self/mountinfo").read_text(errors="surrogateescape").splitlines():
        fields = line.split(" ")
        yield re.sub(r"\\(\d{3})", lambda octal: chr(int(octal[1], 8)), fields[4]), "ro" in fields[5].split(",")


def is_below(path: str, folder: str) -> bool:
    """Return whether a path is a folder or lies below it."""
    return path == folder or path.startswith(folder.rstrip("/") + "/")
