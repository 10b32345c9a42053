"""Lets every Python process that a program starts be watched as the program is, however it is started."""

from __future__ import annotations

import os
from pathlib import Path

from loaderlint.verifying.shared.overlay import BOOT

#: Set where a process is started for an experiment: it is no part of the program.
APART = "LOADERLINT_APART"

#: Python imports this before anything else; what would have been imported in its place comes after it.
_TEXT = """
import os, sys
if {apart!r} not in os.environ:
    try:
        {boot}
        from loaderlint.verifying.child.process import join
        join({file!r}, {out!r}, {stacks!r})
    except Exception:  # such as a Python that is too old: the program is to run in any case
        pass
sys.path[:] = [path for path in sys.path if path != {folder!r}]
from importlib.machinery import PathFinder
other = PathFinder.find_spec("sitecustomize")
if other:
    other.loader.exec_module(sys.modules[__name__])
"""


def invite(folder: Path, file: str, out: str, stacks: str) -> None:
    """Have the Pythons that start from now on join the run of the request in a file.

    Their events go `out`, and their stacks, when asked for, into a file.
    """
    folder.mkdir(exist_ok=True)
    boot = BOOT.strip().replace("\n", "\n        ")
    text = _TEXT.format(apart=APART, boot=boot, file=file, out=out, stacks=stacks, folder=str(folder))
    (folder / "sitecustomize.py").write_text(text, encoding="utf-8")
    paths = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(folder), paths]))
