"""How loaderlint compares with others: `python -m tests.benchmarks.peers [--runs 5] [--trees timm ...] FOLDER`.

In FOLDER, which is made if need be and can be used again, it puts the source of packages at fixed versions, without
their dependencies, and each of the other tools in an environment of its own. Then every tool runs on every tree, one
after the other, `--runs` times; the table has the medians. CPU time counts that of child processes; on a machine with
other work to do it is the one to compare. Memory is the peak of the largest process.

- cold: without a cache; warm: nothing has changed; changed: one file of some 300 lines has.
- parse: `libcst.parse_module` over the files that hold `DataLoader` or `Dataset`, and the start of Python and LibCST.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

#: The packages whose source is checked.
TREES = {"timm": "timm==1.0.31", "torchio": "torchio==1.2.1", "monai": "monai==1.6.1"}

#: The other tools, and what is installed for them.
PEERS = {"torchfix": "torchfix==0.7.0", "semgrep": "semgrep==1.182.0", "ruff": "ruff==0.17.6"}

_SEMGREP_RULE = """rules:
  - id: loader
    languages: [python]
    severity: WARNING
    message: a loader
    pattern: DataLoader(..., num_workers=0, ...)
"""

_PARSE = """
import sys, re, pathlib, libcst
for path in pathlib.Path(sys.argv[1]).rglob("*.py"):
    data = path.read_bytes()
    if re.search(rb"DataLoader|Dataset", data):
        libcst.parse_module(data)
"""

_RUN = """
import os, resource, subprocess, sys, time
started = time.perf_counter()
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
"""


@dataclass(frozen=True)
class Cost:
    """Seconds by the clock, seconds of CPU, megabytes."""

    wall: float
    cpu: float
    memory: float


def measure(command: list[str], before: Callable[[], object] = lambda: None) -> Cost:
    """Run a command once, in a process that has no other children, with bytecode kept as for any installed program."""
    before()
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    run = [sys.executable, "-c", _RUN, *command]
    done = subprocess.run(run, capture_output=True, text=True, check=True, env=environment)
    return Cost(*map(float, done.stdout.split()))


def prepare(folder: Path, names: list[str]) -> tuple[dict[str, Path], dict[str, Path]]:
    """Fetch the trees, and install the tools, as far as they are not there; return where they are."""
    trees, tools = {}, {}
    for name in names:
        trees[name] = folder / "trees" / name
        if not trees[name].exists():
            wheels = folder / "wheels"
            _run(sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(wheels), TREES[name])
            with zipfile.ZipFile(next(wheels.glob(f"{name}-*.whl"))) as archive:
                archive.extractall(folder / "trees" / f"{name}.part")
            (folder / "trees" / f"{name}.part" / name).rename(trees[name])
    for name, requirement in PEERS.items():
        home = folder / "tools" / name
        tools[name] = home / "bin" / name
        if not tools[name].exists():
            _run(sys.executable, "-m", "venv", str(home))
            _run(str(home / "bin" / "pip"), "install", "-q", requirement)
    (folder / "rule.yml").write_text(_SEMGREP_RULE)
    return trees, tools


def _run(*command: str) -> None:
    subprocess.run(command, check=True)


def commands(tree: Path, tools: dict[str, Path], folder: Path) -> dict[str, tuple[list[str], Callable[[], object]]]:
    """What is measured on a tree, by name, each with what has to be done before."""
    own = [sys.executable, "-m", "loaderlint", "check", str(tree), "--isolated", "--exit-zero", "--jobs", "1"]
    size = [(abs(len(p.read_bytes().splitlines()) - 300), p) for p in sorted(tree.rglob("*.py")) if _relevant(p)]
    changed = min(size)[1]

    def change() -> None:
        with changed.open("a") as file:
            file.write("#\n")

    ruff = [str(tools["ruff"]), "check", "--isolated", "--no-cache", "--select", "F401"]
    semgrep = [
        str(tools["semgrep"]),
        "scan",
        "--metrics=off",
        "--disable-version-check",
        "--jobs",
        "1",
        "--no-git-ignore",
    ]
    return {
        "loaderlint cold": ([*own, "--no-cache"], lambda: None),
        "loaderlint warm": (own, lambda: measure(own)),
        "loaderlint changed": (own, change),
        "parse": ([sys.executable, "-c", _PARSE, str(tree)], lambda: None),
        "ruff, one rule": ([*ruff, str(tree)], lambda: None),
        "semgrep, one rule": ([*semgrep, "--config", str(folder / "rule.yml"), str(tree)], lambda: None),
        "torchfix": ([str(tools["torchfix"]), str(tree)], lambda: None),
    }


def _relevant(path: Path) -> bool:
    return b"DataLoader" in path.read_bytes()


def main() -> None:
    """Measure, and print a table for each tree."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--trees", nargs="+", choices=TREES, default=list(TREES))
    parser.add_argument("--without", nargs="+", default=[], help="tools to leave out")
    options = parser.parse_args()
    trees, tools = prepare(options.folder.absolute(), options.trees)
    for name, tree in trees.items():
        with tempfile.TemporaryDirectory() as scratch:
            copy = Path(shutil.copytree(tree, Path(scratch) / name))
            todo = commands(copy, tools, options.folder.absolute())
            costs: dict[str, list[Cost]] = {
                what: [] for what in todo if not any(what.startswith(left_out) for left_out in options.without)
            }
            for _ in range(options.runs):
                for what, found in costs.items():
                    found.append(measure(*todo[what]))
        files = sum(1 for _ in tree.rglob("*.py"))
        print(f"\n{TREES[name]}, {files} files, medians of {options.runs} runs, {os.cpu_count()} cores\n")
        print(f"| {'':18} | wall s | CPU s | CPU, ratio to cold | MB |\n|---|---|---|---|---|")
        middle = {what: Cost(*map(statistics.median, zip(*map(_values, c), strict=True))) for what, c in costs.items()}
        for what, cost in middle.items():
            ratio = cost.cpu / middle["loaderlint cold"].cpu
            print(f"| {what:18} | {cost.wall:.2f} | {cost.cpu:.2f} | {ratio:.2f} | {cost.memory:.0f} |", flush=True)


def _values(cost: Cost) -> tuple[float, float, float]:
    return cost.wall, cost.cpu, cost.memory


if __name__ == "__main__":
    main()
