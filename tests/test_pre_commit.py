"""The hooks, run by pre-commit itself on git repositories, with loaderlint installed from this one."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tools import ROOT

DATA = """\
import numpy as np
from torch.utils.data import Dataset


class Noisy(Dataset):
    def __init__(self):
        self.rng = np.random.default_rng()

    def __getitem__(self, index):
        return self.rng.normal()
"""
TRAIN = (
    "from torch.utils.data import DataLoader\n\nfrom data import Noisy\n\nloader = DataLoader(Noisy(), num_workers=2)\n"
)
FIXABLE = "from torch.utils.data import DataLoader\n\nloader = DataLoader(range(8), persistent_workers=True)\n"


def git(folder: Path, *args: str) -> str:
    who = ("-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false")
    return subprocess.run(["git", *who, *args], cwd=folder, check=True, capture_output=True, text=True).stdout


def commit(folder: Path) -> str:
    """Commit everything in a folder to a repository of its own; return the commit."""
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "all")
    return git(folder, "rev-parse", "HEAD").strip()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which pre-commit keeps the one environment that all tests use."""
    home = tmp_path_factory.mktemp("home")
    hooks = home / "loaderlint"
    shutil.copytree(ROOT / "src", hooks / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(ROOT / name, hooks)
    commit(hooks)
    return home


def run_hook(home: Path, project: Path, hook: str, *files: str, folder: str = ".") -> subprocess.CompletedProcess[str]:
    """Run a hook on files of a project, whose files are all staged first, from a folder in it."""
    hooks = home / "loaderlint"
    repo = {"repo": str(hooks), "rev": git(hooks, "rev-parse", "HEAD").strip(), "hooks": [{"id": hook}]}
    (project / ".pre-commit-config.yaml").write_text(json.dumps({"repos": [repo]}))
    git(project, "init", "-q")
    git(project, "add", "-A")
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", hook, "--files", *files],
        cwd=project / folder,
        env={**os.environ, "PRE_COMMIT_HOME": str(home / "cache"), "PRE_COMMIT_COLOR": "never", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def write(project: Path, **files: str) -> None:
    for name, text in files.items():
        (project / f"{name}.py").write_text(text)


def test_a_partial_list_of_files_is_linked_to_the_rest(home: Path, tmp_path: Path) -> None:
    write(tmp_path, data=DATA, train=TRAIN, generated=FIXABLE)
    (tmp_path / "pyproject.toml").write_text("[tool.loaderlint]\nextend-exclude = ['gen*.py']\n")
    done = run_hook(home, tmp_path, "loaderlint", "train.py", "generated.py")
    assert done.returncode == 1, done.stderr
    assert "1 file checked" in done.stdout
    assert "error[LL101]" in done.stdout
    assert "data.py:10:16" in done.stdout


def test_from_a_folder_below_it_is_the_same(home: Path, tmp_path: Path) -> None:
    (tmp_path / "pkg").mkdir()
    write(tmp_path / "pkg", data=DATA, train=TRAIN, generated=FIXABLE)
    (tmp_path / "pyproject.toml").write_text("[tool.loaderlint]\nextend-exclude = ['/pkg/gen*.py']\n")
    (tmp_path / "pkg" / "setup.py").write_text("")
    (tmp_path / "pkg" / "pyproject.toml").write_text("[project]\nname = 'pkg'\n")
    above = run_hook(home, tmp_path, "loaderlint", "pkg/train.py", "pkg/generated.py")
    below = run_hook(home, tmp_path, "loaderlint", "train.py", "generated.py", folder="pkg")
    assert "1 file checked" in above.stdout
    assert "pkg/data.py:10:16" in above.stdout
    assert (above.returncode, above.stdout) == (below.returncode, below.stdout)


def test_the_environment_of_the_hook_is_light(home: Path, tmp_path: Path) -> None:
    write(tmp_path, train="x = 1\n")
    assert run_hook(home, tmp_path, "loaderlint", "train.py").returncode == 0
    installed = {p.name.partition("-")[0].lower() for p in (home / "cache").rglob("*.dist-info")}
    assert {"loaderlint", "libcst", "click"} <= installed
    assert not installed & {"torch", "numpy", "rich", "pygls", "pytest"}


def test_no_python_files_is_no_failure(home: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("DataLoader(persistent_workers=True)\n")
    done = run_hook(home, tmp_path, "loaderlint", "notes.md")
    assert done.returncode == 0
    assert "(no files to check)Skipped" in done.stdout


def test_many_files_are_checked_in_one_run(home: Path, tmp_path: Path) -> None:
    names = [f"train{n}" for n in range(40)]
    write(tmp_path, **dict.fromkeys(names, FIXABLE))
    done = run_hook(home, tmp_path, "loaderlint", *(f"{name}.py" for name in names))
    assert done.stdout.count("error[LL201]") == 40
    assert done.stdout.count("40 files checked") == 1


def test_fixes_leave_the_commit_to_the_user(home: Path, tmp_path: Path) -> None:
    write(tmp_path, train=FIXABLE)
    done = run_hook(home, tmp_path, "loaderlint-fix", "train.py")
    assert done.returncode == 1
    assert "files were modified by this hook" in done.stdout
    assert "persistent_workers" not in (tmp_path / "train.py").read_text()
    assert run_hook(home, tmp_path, "loaderlint-fix", "train.py").returncode == 0


def test_notebooks_and_stubs(home: Path, tmp_path: Path) -> None:
    cell = {"cell_type": "code", "source": FIXABLE.splitlines(keepends=True), "outputs": [], "metadata": {}}
    notebook = json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)
    (tmp_path / "train.ipynb").write_text(notebook)
    (tmp_path / "types.pyi").write_text(FIXABLE)
    done = run_hook(home, tmp_path, "loaderlint", "train.ipynb", "types.pyi")
    assert "train.ipynb:cell 1:3:31" in done.stdout
    assert "types.pyi:3:31" in done.stdout
    assert run_hook(home, tmp_path, "loaderlint-fix", "train.ipynb").returncode == 1
    assert (tmp_path / "train.ipynb").read_text() == notebook.replace(", persistent_workers=True", "")
