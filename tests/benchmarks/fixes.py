"""What fixing does to real trees: `python -m tests.benchmarks.fixes TREE ... [--keep FOLDER]`.

Every tree is copied, and its copy fixed with `--fix --unsafe-fixes`. What was changed must compile; nothing may be
found that was not found before; a second run must change nothing; what ruff formats and what pyflakes says must be no
worse. With `--keep` the difference of every tree, and what became of its fixes, is written there. The package that is
found first on the path is the one that is tried: set PYTHONPATH to try another one.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_CHECK = [sys.executable, "-m", "loaderlint", "check", ".", "--isolated", "--no-cache", "--jobs", "1"]

#: Larger files hold data.
_LARGEST = 4_000_000

#: Seconds for one run over a tree.
_LONGEST = 1800

#: What the summary of a run says: `fixed 3 problems in 2 files: LL103 1, LL502 2`.
_FIXED = re.compile(r"^fixed \d+ problems? in \d+ files?: (.*)$", re.MULTILINE)


@dataclass
class Outcome:
    """What became of one tree: fixes by code, and what is wrong, a line each."""

    offered: Counter[str] = field(default_factory=Counter)
    fixed: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    difference: str = ""


def main() -> int:
    """Fix copies of the trees that are named, and print what went wrong and how many fixes there were by code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trees", nargs="+", type=Path)
    parser.add_argument("--keep", type=Path)
    arguments = parser.parse_args()
    total = Outcome()
    for tree in arguments.trees:
        try:
            outcome = _try(tree)
        except subprocess.TimeoutExpired:
            outcome = Outcome(wrong=["it comes to no end"])
        print(f"{tree.name}: {sum(outcome.fixed.values())} of {sum(outcome.offered.values())}", flush=True)
        for line in outcome.wrong:
            print(f"  {line}", flush=True)
        if arguments.keep:
            _keep(arguments.keep / tree.name, outcome)
        total.offered += outcome.offered
        total.fixed += outcome.fixed
        total.wrong += outcome.wrong
    print(f"\n{'code':6} {'offered':>8} {'fixed':>6}")
    for code in sorted(total.offered | total.fixed):
        print(f"{code:6} {total.offered[code]:8} {total.fixed[code]:6}")
    print(f"{'all':6} {sum(total.offered.values()):8} {sum(total.fixed.values()):6}\n{len(total.wrong)} wrong")
    return int(bool(total.wrong))


def _try(tree: Path) -> Outcome:
    outcome = Outcome()
    with tempfile.TemporaryDirectory() as folder:
        before, copy = Path(folder, "before"), Path(folder, "copy", tree.name)
        for target in (before, copy):
            shutil.copytree(tree, target, ignore=_ignored, symlinks=True)
        found = _run(copy)
        done = _call(copy, "--fix", "--unsafe-fixes", "--output-format", "json", "--exit-zero")
        outcome.offered = Counter(f["code"] for f in found if f["fix"] and f["fix"]["applicability"] != "display")
        for codes in _FIXED.findall(done.stderr):
            outcome.fixed.update({code: int(number) for code, number in re.findall(r"(LL\d+) (\d+)", codes)})
        outcome.refused = [line for line in done.stderr.splitlines() if line.startswith("not fixed: ")]
        changed = [path for path in _files(copy) if path.read_bytes() != (before / path.relative_to(copy)).read_bytes()]
        names = [path.relative_to(copy).as_posix() for path in changed]
        outcome.difference = "".join(_difference(before / name, copy / name, name) for name in names)
        outcome.wrong += [f"{name}: does not compile" for name in names if not _compiles(copy / name, before / name)]
        outcome.wrong += _more_found(found, json.loads(done.stdout)["findings"])
        again = _call(copy, "--diff", "--unsafe-fixes")
        outcome.wrong += ["a second run changes more"] if again.stdout.strip() else []
        outcome.wrong += [f"{name}: ruff would format it now" for name in _unformatted(before, copy, names)]
        outcome.wrong += _more_of_pyflakes(before, copy, names)
    return outcome


def _ignored(folder: str, names: list[str]) -> set[str]:
    paths = {name: Path(folder, name) for name in names}
    return {n for n, p in paths.items() if n == ".git" or (p.is_file() and p.stat().st_size > _LARGEST)}


def _call(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [*_CHECK, *options]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=_LONGEST)


def _run(folder: Path) -> list[Any]:
    findings: list[Any] = json.loads(_call(folder, "--output-format", "json", "--exit-zero").stdout)["findings"]
    return findings


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.suffix in (".py", ".ipynb") and path.is_file())


def _difference(before: Path, after: Path, name: str) -> str:
    old, new = (path.read_text("utf-8", "replace").splitlines(keepends=True) for path in (before, after))
    return "".join(difflib.unified_diff(old, new, name, name))


def _compiles(after: Path, before: Path) -> bool:
    """Whether a file parses, or did not before."""
    if after.suffix == ".ipynb":
        return all(map(_parses, _cells(after))) or not all(map(_parses, _cells(before)))
    return _parses(after.read_bytes()) or not _parses(before.read_bytes())


def _cells(path: Path) -> list[str]:
    """The code of a notebook's cells, those with commands of IPython apart."""
    cells = json.loads(path.read_bytes()).get("cells", [])
    codes = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    return [code for code in codes if not re.search(r"^\s*[%!]|\?$", code, re.MULTILINE)]


def _parses(code: str | bytes) -> bool:
    try:
        ast.parse(code)
    except (SyntaxError, ValueError):
        return False
    return True


def _more_found(before: Iterable[Any], after: Iterable[Any]) -> list[str]:
    """What there is more to find in a file than before, a line for each rule."""
    more = Counter((f["path"], f["code"]) for f in after)
    more.subtract(Counter((f["path"], f["code"]) for f in before))
    return [f"{path}: {number} more of {code}" for (path, code), number in sorted(more.items()) if number > 0]


def _unformatted(before: Path, after: Path, names: list[str]) -> list[str]:
    """The files that ruff would format now, and would have left alone."""
    return [n for n in names if _is_formatted(before, n) and not _is_formatted(after, n)]


def _is_formatted(folder: Path, name: str) -> bool:
    command = ["ruff", "format", "--check", "--no-cache", name]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0


def _more_of_pyflakes(before: Path, after: Path, names: list[str]) -> list[str]:
    if not names:
        return []
    more = _pyflakes(after, names)
    more.subtract(_pyflakes(before, names))
    return [f"{name}: {number} more of {code}" for (name, code), number in sorted(more.items()) if number > 0]


def _pyflakes(folder: Path, names: list[str]) -> Counter[tuple[str, str]]:
    command = ["ruff", "check", "--isolated", "--no-cache", "--select", "F", "--output-format", "json", *names]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    found = json.loads(done.stdout or "[]")
    return Counter((Path(f["filename"]).relative_to(folder.resolve()).as_posix(), f["code"] or "") for f in found)


def _keep(file: Path, outcome: Outcome) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.with_name(f"{file.name}.diff").write_text(outcome.difference, encoding="utf-8")
    kept = {"offered": outcome.offered, "fixed": outcome.fixed, "refused": outcome.refused, "wrong": outcome.wrong}
    file.with_name(f"{file.name}.json").write_text(json.dumps(kept, indent=1), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
