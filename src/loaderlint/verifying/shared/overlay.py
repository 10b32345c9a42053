"""Runs fixed text in place of the source files on disk, in the child process and in every process that it spawns."""

from __future__ import annotations

import linecache
import multiprocessing
import multiprocessing.spawn
import os
import sys
from collections.abc import Callable
from functools import cache
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

#: The package that this belongs to.
_PACKAGE = Path(__file__).resolve().parents[2] / "__init__.py"

#: Code that makes this loaderlint known to another interpreter, without anything else that lies beside it.
BOOT = f"""
import importlib.util, sys
if "loaderlint" not in sys.modules:
    spec = importlib.util.spec_from_file_location("loaderlint", {str(_PACKAGE)!r})
    sys.modules["loaderlint"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules["loaderlint"])
"""

#: multiprocessing's part of spawning. What is replaced here is not public, and the same from Python 3.4 to 3.14.
_spawn: Any = multiprocessing.spawn


@cache
def real(path: str) -> str:
    """Return the path by which files are compared; for a relative one, as long as the working directory stays."""
    return os.path.realpath(path)


def install(texts: dict[str, str]) -> None:
    """Let imports, and the main script of a spawned process, find `texts` (by real path) in place of the files."""
    for path, text in texts.items():
        # Without a time of change, which `linecache` would compare with that of the file on disk.
        linecache.cache[path] = (len(text), None, text.splitlines(keepends=True), path)
    read_code = SourceFileLoader.get_code
    import_main = _spawn._fixup_main_from_path

    def get_code(self: SourceFileLoader, fullname: str) -> CodeType | None:
        text = texts.get(real(self.path))
        return read_code(self, fullname) if text is None else compile(text, self.path, "exec", dont_inherit=True)

    def fixup_main(path: str) -> None:
        text = texts.get(real(path))
        if text is None:
            import_main(path)
            return
        _spawn.old_main_modules.append(sys.modules["__main__"])
        main = ModuleType("__mp_main__")
        main.__file__ = path
        sys.modules["__main__"] = sys.modules["__mp_main__"] = main
        exec(compile(text, path, "exec", dont_inherit=True), main.__dict__)  # noqa: S102 - it is the user's script

    SourceFileLoader.get_code = get_code  # type: ignore[method-assign, assignment]
    _spawn._fixup_main_from_path = fixup_main
    if texts:
        # From Python 3.14 on, a forkserver imports the main script for all workers, from disk.
        multiprocessing.set_forkserver_preload([])


def run_in_spawned(code: Callable[[], str]) -> None:
    """Let every process that is spawned from here run what `code` gives then, before anything of the user's."""
    original = _spawn.get_preparation_data

    def get_preparation_data(name: str) -> dict[str, Any]:
        # A spawned process first unpickles a dictionary, of which it ignores the keys that it does not know.
        return {"loaderlint": _Run(BOOT + code()), **original(name)}

    _spawn.get_preparation_data = get_preparation_data


class _Run:
    """Code that runs where this is unpickled."""

    def __init__(self, code: str) -> None:
        self.code = code

    def __reduce__(self) -> tuple[Callable[..., None], tuple[str, dict[str, Any]]]:
        return exec, (self.code, {})
