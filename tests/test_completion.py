"""Completion with the tabulator key, pressed in real shells."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

SETUP = {
    "bash": ("bash", "--norc", "--noprofile", "-i"),
    "zsh": ("zsh", "-f", "-i"),
}
#: What a user puts in the shell's start file; zsh's completion is to be started first.
START = {
    "bash": 'eval "$(_LOADERLINT_COMPLETE=bash_source loaderlint)"',
    "zsh": 'autoload -Uz compinit; compinit -D -u; eval "$(_LOADERLINT_COMPLETE=zsh_source loaderlint)"',
}


@pytest.fixture
def command(tmp_path: Path) -> Path:
    """A folder with the command, which no installation need have put on the path."""
    folder = tmp_path / "bin"
    folder.mkdir()
    script = folder / "loaderlint"
    script.write_text(f"#!{sys.executable}\nfrom loaderlint.cli import main\nmain(prog_name='loaderlint')\n")
    script.chmod(0o755)
    return folder


@pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals")
@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_tabulator(shell: str, command: Path, tmp_path: Path) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    import pty

    (tmp_path / "training.py").write_text("")
    typed = [
        START[shell],
        # A command, a rule, an option and its value; then an option and a path where the command is left out.
        "loaderlint ru\tLL90\t1 --output-f\tj\t > rule.json",
        "loaderlint --isol\ttrain\t --output-fo\tjson > check.json",
        # Rules in a list, of which the last is completed, in any case.
        "loaderlint --select LL1,unused-ig\t --show-set\t > named.json",
        "loaderlint --ignore ll902\t --show-set\t > code.json",
        "exit",
    ]
    parent, child = pty.openpty()
    environment = {
        **os.environ,
        "PATH": f"{command}{os.pathsep}{os.environ['PATH']}",
        "TERM": "dumb",
        "HOME": str(tmp_path),
    }
    with subprocess.Popen(
        SETUP[shell], stdin=child, stdout=child, stderr=child, cwd=tmp_path, env=environment
    ) as process:
        os.close(child)
        alarm = threading.Timer(60, process.kill)
        alarm.start()
        os.write(parent, "".join(f"{line}\n" for line in typed).encode())
        shown = b""
        try:
            while chunk := os.read(parent, 4096):
                shown += chunk
        except OSError:  # Linux says so when the other end is closed
            pass
        alarm.cancel()
    os.close(parent)
    try:
        (rule,) = json.loads((tmp_path / "rule.json").read_text())
        assert rule["code"] == "LL901"
        assert json.loads((tmp_path / "check.json").read_text())["summary"]["files"] == 1
        assert json.loads((tmp_path / "named.json").read_text())["select"] == ["LL1", "LL902"]
        assert json.loads((tmp_path / "code.json").read_text())["ignore"] == ["LL902"]
    except (OSError, ValueError):
        pytest.fail(shown.decode(errors="replace"))
