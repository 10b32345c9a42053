"""From zero to a verified fix: the demo, run as a new user runs it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from loaderlint.cli.demo import FILES
from loaderlint.cli.extras import how_to_install
from tests.tools import ROOT


def run(*command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "LOADERLINT_CACHE_DIR": str(cwd / "cache"), "TMPDIR": str(cwd), "NO_COLOR": "1"}
    return subprocess.run([sys.executable, *command], cwd=cwd, env=env, capture_output=True, text=True, check=False)


def test_it_finds_tries_and_fixes_what_is_wrong_in_five_commands(tmp_path: Path) -> None:
    done = run("-m", "loaderlint", "demo", "new/folder", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    steps = re.split(r"^\$ (.*)\n", done.stdout, flags=re.MULTILINE)
    assert steps[1::2] == [
        "loaderlint",
        "loaderlint --diff --unsafe-fixes",
        "loaderlint verify train.py --select LL101",
        "loaderlint --fix --unsafe-fixes",
        "loaderlint",
    ]
    check, diff, verify, _, again = steps[2::2]
    assert "error[LL101]" in check
    assert re.search(r"^\+ +worker_init_fn=seed_worker,$", diff, re.MULTILINE)
    assert verify.startswith("confirmed LL101")
    assert "so      different workers draw the same numbers; every epoch draws the same numbers; not so with" in verify
    assert again.startswith("no problems found")
    folder = tmp_path / "new" / "folder"
    assert {path.name for path in folder.glob("*.py")} == {*FILES}
    assert (folder / "data.py").read_text() == FILES["data.py"]
    assert "worker_init_fn=seed_worker" in (folder / "train.py").read_text()


def test_without_torch_the_linter_is_shown_alone(tmp_path: Path) -> None:
    code = "import sys; sys.modules['torch'] = None; from loaderlint.cli import main; main(['demo'])"
    done = run("-c", code, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    (folder,) = tmp_path.glob("loaderlint-demo-*")
    assert done.stdout.startswith(f"wrote data.py and train.py to {folder}\n")
    assert f"\nleft out, for it needs torch: {how_to_install('verify')}\n" in done.stdout
    assert "no problems found" in done.stdout


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text("mine")
    done = run("-m", "loaderlint", "demo", ".", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "loaderlint: .: it is not empty; name another folder\n"
    assert [path.name for path in tmp_path.iterdir()] == ["train.py"]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    done = run("-m", "loaderlint", "demo", "new", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (2, "loaderlint: new: cannot be written: Permission denied\n")


def test_it_is_the_program_that_the_readme_begins_with() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert dict(re.findall(r"^`(\w+\.py)`:\n\n```python\n(.*?)```", readme, re.DOTALL | re.MULTILINE)) == FILES
