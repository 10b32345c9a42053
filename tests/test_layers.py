"""Who may know whom: imports flow one way, and only some modules may load LibCST, print or exit."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tools import ROOT

SRC = ROOT / "src"
MODULES = sorted((SRC / "loaderlint").rglob("*.py"))

#: For each module or package, what of loaderlint it may import, itself apart.
ALLOWED = {
    "finding": set(),
    "notebook": set(),
    "notebook_edit": set(),
    "paths": set(),
    "preset": set(),
    "stack": set(),
    "target": set(),
    "source": {"notebook"},
    "suppress": {"source"},
    "syntax": {"source", "stack"},
    "model": {"paths", "preset", "source", "syntax", "target"},
    "locate": {"finding", "paths", "source"},
    "repair": {"finding", "model", "syntax.tree"},
    "rule": {"finding", "model", "repair", "rules"},
    "rules": {"finding", "model", "repair", "rule", "syntax.tree", "target"},
    "toplevel": {"model", "repair", "source", "syntax"},
    "edits": {"toplevel", "finding", "locate", "model", "repair", "rule", "source", "syntax"},
    "config": {"finding", "paths", "preset", "rule", "target"},
    "discover": {"config", "finding", "paths"},
    "outcome": {"finding", "source"},
    "memory": {"config", "model.modules", "outcome", "paths"},
    "cache": {"", "config", "memory", "model.modules", "outcome", "paths", "replace"},
    "checker": {
        "config", "edits", "finding", "locate", "model", "outcome", "paths", "preset", "repair", "rule", "rules",
        "source", "stack", "syntax",
    },
    "engine": {
        "checker", "config", "discover", "finding", "locate", "memory", "model.modules", "outcome", "paths", "rule",
        "rules", "source", "suppress",
    },
    "edit": {"finding", "locate", "notebook_edit", "source"},
    "fix": {"edit", "engine", "finding", "locate", "paths", "replace", "source", "suppress"},
    "replace": set(),
    "report": {"", "engine", "finding", "fix", "notebook_edit", "paths", "rule", "source"},
    "server": {"", "config", "discover", "engine", "finding", "fix", "memory", "paths", "report", "rule", "source"},
    "page": set(),
    "verify": {"", "finding", "fix", "page", "paths", "report", "source"},
    "tune": {
        "config", "edits", "finding", "fix", "locate", "model", "page", "preset", "repair", "report", "rule", "rules",
        "source", "stack", "syntax", "verify",
    },
    "": {"config", "engine", "finding"},
    "cli": {
        "", "cache", "config", "discover", "engine", "finding", "fix", "memory", "paths", "replace", "report", "rule",
        "server", "source", "tune", "verify",
    },
    "__main__": {"cli"},
}  # fmt: skip

#: What runs in the child processes of `verify`, possibly on another interpreter: on its own, torch and NumPy alone.
IN_CHILD = {
    "verify", "verify.agent", "verify.backend", "verify.capture", "verify.child", "verify.connections",
    "verify.epochs", "verify.experiments", "verify.layers", "verify.measurement", "verify.overlay", "verify.program",
    "verify.protection", "verify.protocol", "verify.room", "verify.start", "verify.subject", "verify.terminal",
    "verify.watchdog",
}  # fmt: skip


def _name(path: Path) -> str:
    """A module's name without `loaderlint.`; "" for the package itself."""
    parts = path.relative_to(SRC / "loaderlint").with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def _imports(path: Path) -> Iterator[str]:
    """The full names of the modules that a file imports anywhere."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            module = node.module or ""
            yield from (f"{module}.{alias.name}" for alias in node.names) if _is_package(module) else [module]


def _is_package(module: str) -> bool:
    return (SRC / Path(*module.split("."))).is_dir() and module != "loaderlint"


def _calls(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def _in_child(path: Path) -> bool:
    name = _name(path)
    return name in IN_CHILD or name.rpartition(".")[0] == "verify.experiments"


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_imports_flow_one_way(path: Path) -> None:
    unit = _name(path).split(".")[0]
    for name in _imports(path):
        if name.split(".")[0] == "loaderlint":
            target = name.removeprefix("loaderlint").lstrip(".")
            known = {target, target.split(".")[0], ".".join(target.split(".")[:2])}
            assert unit in known or known & ALLOWED[unit], f"{_name(path)} may not import {name}"


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_only_syntax_knows_libcst_and_only_the_child_torch(path: Path) -> None:
    libraries = {name.split(".")[0] for name in _imports(path)}
    assert _in_child(path) or not libraries & {"torch", "numpy"}
    assert "libcst" not in libraries or _name(path).startswith("syntax.")


@pytest.mark.parametrize("path", [*filter(_in_child, MODULES)], ids=_name)
def test_the_child_of_verify_stands_alone(path: Path) -> None:
    for name in _imports(path):
        library, _, own = name.partition(".")
        if library == "loaderlint":
            assert not own or {own, own.rpartition(".")[0]} & IN_CHILD, f"{_name(path)} may not import {name}"
        else:
            assert library in {"torch", "numpy", *sys.stdlib_module_names}


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_only_the_command_line_prints_or_exits(path: Path) -> None:
    if _name(path).split(".")[0] == "cli" or _name(path) == "verify.child":
        return
    assert not set(_calls(path)) & {"print", "click.echo", "click.secho", "exit", "quit", "sys.exit", "os._exit"}
    assert not {"sys.stdout", "sys.stderr"} & {
        ast.unparse(n) for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Attribute)
    }


@pytest.mark.parametrize(
    "code",
    [
        "import loaderlint",
        "import loaderlint.cli",
        "from loaderlint.cli import main; main(['--help'], standalone_mode=False)",
        "from loaderlint.cli import main; main(['check', '--help'], standalone_mode=False)",
    ],
)
def test_nothing_heavy_is_loaded_before_it_is_needed(code: str) -> None:
    heavy = "print(sorted({'libcst', 'torch', 'numpy', 'loaderlint.engine'} & set(sys.modules)))"
    command = [sys.executable, "-c", f"import sys\n{code}\n{heavy}"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
