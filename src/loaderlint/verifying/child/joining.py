"""Lets every Python process that a program starts be watched as the program is, however it is started."""

from __future__ import annotations

import inspect
import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

from loaderlint.verifying.shared.overlay import BOOT

#: Python imports this before anything else. What would have been imported in its place comes after it, and the
#: environment is again what it was.
_TEXT = """
import os, sys
from importlib.machinery import PathFinder
try:
    {boot}
    {join}
except Exception:  # such as a Python that is too old: the program is to run in any case
    pass
sys.path[:] = [path for path in sys.path if path != {folder!r}]
left = [path for path in os.environ.pop("PYTHONPATH").split(os.pathsep) if path != {folder!r}]
if left:
    os.environ["PYTHONPATH"] = os.pathsep.join(left)
other = PathFinder.find_spec("sitecustomize")
if other:
    other.loader.exec_module(sys.modules[__name__])
"""


@dataclass(frozen=True)
class Invitation:
    """How to join a run: the `file` of its request, where events go `out`, and where to write `stacks` when asked."""

    file: str
    out: str
    stacks: str

    @property
    def code(self) -> str:
        """What a process that joins runs; it needs to know loaderlint."""
        known = f"{self.file!r}, {self.out!r}, {self.stacks!r}"
        return f"from loaderlint.verifying.child.process import join; join({known})"

    def to_programs(self, folder: Path, is_meant: Callable[[], bool]) -> None:
        """Give it to the Pythons among the programs that this process starts from now on, where they are meant."""
        folder.mkdir(exist_ok=True)
        boot = BOOT.strip().replace("\n", "\n    ")
        text = _TEXT.format(boot=boot, join=self.code, folder=str(folder))
        (folder / "sitecustomize.py").write_text(text, encoding="utf-8")
        start = subprocess.Popen.__init__
        signature = inspect.signature(start)

        @wraps(start)
        def __init__(*args: Any, **kwargs: Any) -> None:  # noqa: N807
            if is_meant():
                bound = signature.bind(*args, **kwargs)
                given = bound.arguments.get("env")
                environment = dict(os.environ if given is None else given)
                paths = filter(None, (str(folder), environment.get("PYTHONPATH")))
                bound.arguments["env"] = environment | {"PYTHONPATH": os.pathsep.join(paths)}
                args, kwargs = bound.args, bound.kwargs
            start(*args, **kwargs)

        subprocess.Popen.__init__ = __init__  # type: ignore[method-assign]
