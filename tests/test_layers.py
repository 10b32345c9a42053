"""Who may know whom: imports flow one way, and only some modules may load LibCST, print or exit."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from loaderlint.model.libraries import FACTS
from tests.tools import ROOT

SRC = ROOT / "src"
MODULES = sorted((SRC / "loaderlint").rglob("*.py"))

#: The floors of the house, the lowest first: what stands on one may import what stands below it, and itself.
FLOORS = [
    {"claim", "finding", "preset", "version"},
    {"text"},
    {"syntax"},
    {"model.libraries", "model.limits"},
    {"model.project"},
    {"model.inference"},
    {"model.loaders"},
    {"model.workers"},
    {"model.randomness"},
    {"model.iterables"},
    {"model.training"},
    {"model", "model.analysis"},
    {"model.understanding"},
    {"repairs"},
    {"rule"},
    {"rules"},
    {"settings"},
    {"config"},
    {"settings_files"},
    {"projects"},
    {"checking"},
    {"fixing"},
    {"report", "page"},
    {"explain"},
    {"verifying", "verifying.shared"},
    {"verifying.child"},
    {"server", "verifying.host", "verifying.live"},
    {"", "verifying.pytest_plugin"},
    {"tune"},
    {"cli"},
    {"__main__"},
]

#: The floor of each unit: a module or folder at the top of the package, or a room of the model or of verify.
FLOOR_OF = {unit: number for number, floor in enumerate(FLOORS) for unit in floor}

#: What runs in the child processes of `verify`, possibly on another interpreter: on its own, torch and NumPy alone.
IN_CHILD = ("claim", "verifying", "verifying.shared", "verifying.child", "verifying.child.experiments")


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
    return name in IN_CHILD or name.rpartition(".")[0] in IN_CHILD[2:]


def _unit(module: str) -> str:
    """What a module, or a name in one, belongs to of the units that stand on floors."""
    parts = module.split(".")
    return ".".join(parts[:2]) if parts[0] in ("model", "verifying") and len(parts) > 1 else parts[0]


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_imports_flow_one_way(path: Path) -> None:
    unit = _unit(_name(path))
    for name in _imports(path):
        target = _unit(name.removeprefix("loaderlint").lstrip("."))
        if name.split(".")[0] == "loaderlint" and target != unit:
            assert FLOOR_OF[target] < FLOOR_OF[unit], f"{_name(path)} may not import {name}"


def test_nothing_is_imported_in_a_circle_or_for_types_alone_in_the_model() -> None:
    paths = [path for path in MODULES if _name(path).split(".")[0] == "model"]
    imports = {_name(path): {n.removeprefix("loaderlint.") for n in _imports(path)} for path in paths}
    assert not any("TYPE_CHECKING" in path.read_text(encoding="utf-8") for path in paths)
    while leaves := [name for name, known in imports.items() if not known & imports.keys()]:
        for name in leaves:
            del imports[name]
    assert not imports, "these import each other"


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
            assert not own or own in IN_CHILD or own.rpartition(".")[0] in IN_CHILD[2:], (
                f"{_name(path)} may not import {name}"
            )
        else:
            assert library in {"torch", "numpy", *sys.stdlib_module_names}


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_only_the_command_line_prints_or_exits(path: Path) -> None:
    if _name(path).split(".")[0] == "cli" or _name(path) in ("verifying.child.process", "verifying.child.apart"):
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
    heavy = "print(sorted({'libcst', 'torch', 'numpy', 'loaderlint.checking.engine'} & set(sys.modules)))"
    command = [sys.executable, "-c", f"import sys\n{code}\n{heavy}"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


#: Where a dotted path of a library stands outside `libraries/`, and why.
SPELLED = {
    "model.project.sys_path": "`sys.path` is read as it is written, before anything is known of imports",
    "repairs.generator": "code that is written into the user's file",
    "repairs.names": "code that is written into the user's file",
    "repairs.pinning": "code that is written into the user's file",
    "repairs.reopen": "code that is written into the user's file",
    "repairs.seed_value": "code that is written into the user's file",
    "repairs.seed_worker_code": "code that is written into the user's file",
    "repairs.share_out": "code that is written into the user's file",
    "repairs.take_part": "code that is written into the user's file",
    "rules.ll505_more_workers_than_cores": "code that is written into the user's file",
}


def _library_paths(path: Path) -> Iterator[str]:
    """The strings of a module that name something in a library that facts are about, or in Python's own."""
    roots = {fact.path.partition(".")[0] for fact in FACTS} | set(sys.stdlib_module_names)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            root, dot, rest = node.value.partition(".")
            if dot and root in roots and re.fullmatch(r"[\w.*]*", rest):
                yield node.value


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_paths_of_libraries_stand_in_libraries(path: Path) -> None:
    name = _name(path)
    if name.split(".")[0] in ("model", "repairs", "rules") and _unit(name) != "model.libraries":
        assert bool([*_library_paths(path)]) == (name in SPELLED), [*_library_paths(path)]


def test_what_is_not_known_is_told_by_its_kind_or_by_comparing() -> None:
    found = [_name(path) for path in MODULES if re.search(r"\bis (not )?UNKNOWN\b", path.read_text(encoding="utf-8"))]
    assert not found, "each unknown value is an object of its own, with its reason"
