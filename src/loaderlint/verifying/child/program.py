"""Runs the user's program as Python itself would."""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from functools import reduce
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from loaderlint.verifying.shared.protocol import Program


def run(program: Program) -> Any:
    """Run it to its end; of a callable, return what it returns. Raises what the program raises."""
    sys.argv = [program.name, *program.args]
    if program.kind == "script":
        path = os.path.abspath(program.name)  # noqa: PTH100 - a link stays the script's name
        sys.path[0] = os.path.dirname(path)  # noqa: PTH120
        return _run_as_main(SourceFileLoader("__main__", path).get_code("__main__"), path)
    sys.path[0] = str(Path.cwd())
    if program.kind == "module":
        spec = importlib.util.find_spec(program.name)
        if spec is not None and spec.submodule_search_locations is not None:
            spec = importlib.util.find_spec(f"{program.name}.__main__")
        if spec is None or not isinstance(spec.loader, SourceFileLoader):
            raise ImportError(f"no module named {program.name} that can be run")
        sys.argv[0] = spec.loader.path
        return _run_as_main(spec.loader.get_code(spec.name), spec.loader.path, spec)
    module, _, name = program.name.partition(":")
    return reduce(getattr, name.split("."), importlib.import_module(module))()  # type: ignore[operator]


def _run_as_main(code: CodeType | None, path: str, spec: ModuleSpec | None = None) -> None:
    assert code is not None
    main = ModuleType("__main__")
    main.__spec__ = spec
    main.__package__ = spec.parent if spec else None
    if path.endswith(".ipynb"):
        # As in Jupyter, the main module is no file; `_` is what stands where a magic did.
        main.__dict__.update(_=None, display=print)
    else:
        main.__file__ = path
    sys.modules["__main__"] = main
    exec(code, main.__dict__)  # noqa: S102 - it is the user's program
