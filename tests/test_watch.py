"""`--watch`: what is found is told again whenever a file changes."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from loaderlint.cli.extras import how_to_install

BAD = "from torch.utils.data import DataLoader\nDataLoader([1], num_workers=N, persistent_workers=True)\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "train.py").write_text("from settings import N\n" + BAD)
    (tmp_path / "settings.py").write_text("N = 0\n")
    return tmp_path


def command(*args: str) -> list[str]:
    return [sys.executable, "-m", "loaderlint", "check", "train.py", "--watch", *args]


@pytest.fixture
def watching(folder: Path) -> Iterator[subprocess.Popen[str]]:
    pytest.importorskip("watchfiles")
    env = {**os.environ, "LOADERLINT_CACHE_DIR": str(folder / ".cache")}
    args = command("--output-file", "found.json", "--output-format", "json")
    with subprocess.Popen(args, cwd=folder, env=env, stderr=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


def next_run(process: subprocess.Popen[str], folder: Path) -> str:
    assert process.stderr is not None
    assert "watching for changes; Ctrl-C ends it\n" in iter(process.stderr.readline, "")
    return (folder / "found.json").read_text()


def test_a_change_in_another_file_of_the_project_is_seen(watching: subprocess.Popen[str], folder: Path) -> None:
    assert "LL201" in next_run(watching, folder)
    (folder / "settings.py").write_text("N = 2\n")
    assert "LL201" not in next_run(watching, folder)
    (folder / "loaderlint.toml").write_text("ignore = ['LL201']\n")
    next_run(watching, folder)
    (folder / "settings.py").write_text("N = 0\n")
    assert "LL201" not in next_run(watching, folder)
    watching.send_signal(signal.SIGINT)
    assert watching.wait() == 130


@pytest.mark.skipif(not shutil.which("tmux"), reason="needs tmux")
def test_in_a_terminal_it_clears_the_screen_and_is_coloured(folder: Path) -> None:
    pytest.importorskip("watchfiles")
    tmux = ["tmux", "-S", str(folder / "socket"), "-f", os.devnull]

    def shown(text: str) -> str:
        while True:  # however long it takes
            screen = subprocess.run(
                [*tmux, "capture-pane", "-p", "-e"], capture_output=True, text=True, check=True
            ).stdout
            if text in screen:
                return screen
            time.sleep(0.1)

    subprocess.run([*tmux, "new-session", "-d", "-x", "120", "-y", "40", shlex.join(command())], cwd=folder, check=True)
    try:
        screen = shown("watching for changes")
        assert "\x1b[1m\x1b[31merror[LL201]" in screen
        (folder / "settings.py").write_text("N = 2\n")
        screen = shown("no problems found")
        assert "LL201" not in screen
        assert screen.count("watching for changes") <= 1
    finally:
        subprocess.run([*tmux, "kill-server"], check=False)


def test_without_the_extra_one_line_says_what_to_install(folder: Path) -> None:
    code = "import sys; sys.modules['watchfiles'] = None; from loaderlint.cli import main; main(['--watch'])"
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, f"loaderlint: --watch needs watchfiles: {how_to_install('watch')}\n")
