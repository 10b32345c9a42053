"""Whether a file that is named alone gives what the whole project gives for it.

    python -m tests.benchmarks.alone FOLDER...

Every folder is taken for a project. Each of its files is checked by itself with what the run over the whole remembers,
and some with nothing remembered; every difference is printed. A fix that reaches into other files is for none of them
alone: it counts as none.
"""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

from loaderlint.checking.engine import Result, check_paths
from loaderlint.checking.remembered import Memory
from loaderlint.config import Config
from loaderlint.finding import Finding
from loaderlint.projects import Projects
from loaderlint.text.paths import shown

#: Files of each project that are checked with nothing remembered.
COLD = 2


def main(folders: list[Path]) -> int:
    """Print the differences of each project, and return how many there are."""
    differences = 0
    for folder in folders:
        projects = Projects((folder,))
        memory = Memory(projects.of(folder))
        whole = check_paths((folder,), projects, memory_of=partial(_kept, memory))
        files = sorted(path for path in folder.rglob("*") if path.suffix in (".py", ".ipynb") and path.is_file())
        cold = set(random.Random(0).sample(files, min(COLD, len(files))))
        found = 0
        for file in files:
            alone = check_paths((file,), projects, memory_of=Memory if file in cold else partial(_kept, memory))
            found += _differ(file, whole, alone)
        print(f"{folder.name}: {len(files)} files, {len(whole.findings)} findings, {found} files differ")
        differences += found
    return differences


def _kept(memory: Memory, _: Config) -> Memory:
    return memory


def _differ(file: Path, whole: Result, alone: Result) -> bool:
    expected = [_by_itself(finding) for finding in whole.findings if finding.location.path == shown(file)]
    found = [finding if finding.fix else _without_fix(finding) for finding in alone.findings]
    for finding in expected:
        if finding not in found:
            print(f"  only with the project: {finding.location.path}:{finding.location.line} {finding.code}")
    for finding in found:
        if finding not in expected:
            print(f"  only alone: {finding.location.path}:{finding.location.line} {finding.code}")
    return found != expected


def _by_itself(finding: Finding) -> Finding:
    """A finding with no fix but one that stays in its file."""
    edits = finding.fix.edits if finding.fix else ()
    stays = bool(edits) and all(edit.location.path == finding.location.path for edit in edits)
    return finding if stays else _without_fix(finding)


def _without_fix(finding: Finding) -> Finding:
    return replace(finding, fix=None, refusal="")


if __name__ == "__main__":
    sys.exit(bool(main([Path(argument) for argument in sys.argv[1:]])))
