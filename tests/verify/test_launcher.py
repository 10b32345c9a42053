"""Programs run behind the command that gets them to another machine."""

from __future__ import annotations

import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.verify.tools import NOISY, interruptible, running_here, trials, until, verify, write

pytestmark = pytest.mark.usefixtures("project")

TRAIN = "loader = DataLoader(Noisy(), num_workers=2)\nfor _ in loader:\n    pass"


@pytest.fixture(autouse=True)
def temporary(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001 - it sets the folder
    """What runs here behind a launcher leaves nothing in the folder that the project looks into."""
    monkeypatch.setenv("TMPDIR", tempfile.gettempdir())


def script(name: str, *lines: str) -> str:
    """Write a script of the shell that can be run; return its path."""
    path = Path(name).absolute()
    path.write_text("\n".join(["#!/bin/sh", *lines, ""]), encoding="utf-8")
    path.chmod(0o755)
    return str(path)


#: An environment that is not the caller's, but for where this test keeps its files.
ANOTHER = 'env -i PATH=/usr/bin:/bin TMPDIR="$TMPDIR" HOME=/nonexistent'


@pytest.mark.parametrize("kind", ["a shell's script", "a program", "as docker exec", "as kubectl exec"])
def test_a_launcher_may_execute_words_or_have_a_shell_read_them(kind: str) -> None:
    write("train.py", NOISY, TRAIN)
    banner = script("banner", "echo Welcome to gpu01", "echo '{}'", 'exec "$@"')
    docker = script("docker", "shift 3", f'cd /; exec {ANOTHER} "$@"')
    kubectl = script("kubectl", "shift 4", "echo Defaulted container >&2", f'cd /; setsid --wait {ANOTHER} "$@"')
    launcher = {
        "a shell's script": "bash -c",
        "a program": f"{banner} env X=1",
        "as docker exec": f"{docker} exec -i box",
        "as kubectl exec": f"{kubectl} exec -i pod --",
    }[kind]
    found = trials("--select", "LL101", "--launcher", launcher, "--python", sys.executable, "train.py", status=1)
    assert [trial["verdict"] for trial in found] == ["confirmed"]


@pytest.mark.parametrize(
    ("launcher", "said"),
    [
        (("no-such-launcher",), "no-such-launcher: No such file or directory"),
        (("sh", "-c", "exit 3 #"), "nothing was run there; its process ended with status 3"),
        (("sh", "-c", "exit 0 #"), "ended with status 0: does the launcher pass standard input on"),
        (("echo", "Last login:"), "nothing was run there; the last that it said: Last login:"),
        (("sh", "-c", "echo no route to gpu01 >&2; exit 255 #"), "the last that it said: no route to gpu01"),
        (("sh", "-c", f"cd /; exec {sys.executable} -S #"), "has no torch on "),
        (("sh", "-c", "mv train.py away.py; exec {python} #"), "there is no file "),
        (("sh", "-c", "cd /; mv {folder} {folder}-away; exec {python} #"), "there is no directory "),
    ],
)
def test_what_does_not_get_through_is_told_in_one_line(launcher: tuple[str, ...], said: str, project: Path) -> None:
    write("train.py", NOISY, TRAIN)
    words = [word.format(python=sys.executable, folder=project) for word in launcher]
    result = verify("--select", "LL101", "--launcher", shlex.join(words), "train.py")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_an_interpreter_that_a_shell_would_take_apart_is_an_error() -> None:
    result = verify("--launcher", "ssh gpu01", "--python", "/opt/my python", "train.py")
    assert result.exit_code == 2
    assert "one word" in result.stderr


def test_an_interrupt_ends_what_runs_on_the_other_side() -> None:
    """The launcher is ended, and the other side notices that nobody listens: they are in different sessions."""
    write("train.py", NOISY.replace("return index", "__import__('time').sleep(600)"), TRAIN)
    launcher = script("launcher", 'exec setsid --wait "$@"')
    command = [sys.executable, "-m", "loaderlint", "verify", "--select", "LL101", "--launcher", launcher]
    command += ["--python", sys.executable, "train.py"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, preexec_fn=interruptible) as process:
        # What is started here, the launcher, the other side, the child, and two workers.
        all_run = until(lambda: len(running_here()) >= 6, 60)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=120)
    assert all_run
    assert process.returncode == 130
    assert errors == "loaderlint: interrupted\n"
    assert until(lambda: not running_here(), 10)


@pytest.fixture
def ssh(tmp_path: Path) -> Iterator[str]:
    """A command that logs in to this machine, by a server of its own."""
    server = shutil.which("sshd") or shutil.which("sshd", path="/usr/sbin")
    if server is None or shutil.which("ssh") is None or shutil.which("ssh-keygen") is None:
        pytest.skip("needs an ssh server and client")
    home = tmp_path / "ssh"
    home.mkdir(mode=0o700)
    for name in ("host", "user"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(home / name)], check=True)
    shutil.copy(home / "user.pub", home / "authorized")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = {
        "ListenAddress": "127.0.0.1",
        "HostKey": home / "host",
        "AuthorizedKeysFile": home / "authorized",
        "PidFile": "none",
        "StrictModes": "no",
        "UsePAM": "no",
        "PermitRootLogin": "yes",
        "SetEnv": f"TMPDIR={tempfile.gettempdir()}",
    }
    Path("/run/sshd").mkdir(exist_ok=True)
    given = [word for name, value in options.items() for word in ("-o", f"{name}={value}")]
    daemon = subprocess.Popen([server, "-D", "-e", "-p", str(port), "-f", "/dev/null", *given], stderr=subprocess.PIPE)
    client = [
        "ssh", "-F", "none", "-p", str(port), "-i", str(home / "user"), "-o", "StrictHostKeyChecking=no", "-o",
        "UserKnownHostsFile=/dev/null", "-o", "BatchMode=yes", "-o", "LogLevel=ERROR", "127.0.0.1",
    ]  # fmt: skip
    try:
        for _ in range(50):
            if subprocess.run([*client, "true"], capture_output=True, check=False).returncode == 0:
                break
            time.sleep(0.1)
        else:
            pytest.skip("no login to a server of one's own is possible here")
        yield " ".join(client)
    finally:
        daemon.terminate()
        assert daemon.stderr
        daemon.stderr.close()
        daemon.wait(10)


def test_over_ssh(ssh: str) -> None:
    write("it's in $here/train.py", "import os\nassert 'SSH_CONNECTION' in os.environ", NOISY, TRAIN)
    args = ["--select", "LL101", "--launcher", ssh, "--python", sys.executable, "it's in $here/train.py"]
    found = trials(*args, status=1)
    assert [trial["verdict"] for trial in found] == ["confirmed"]
    result = verify("--select", "LL101", "--launcher", ssh, "--python", "/no/python", "it's in $here/train.py")
    assert result.exit_code == 2
    assert "/no/python: No such file" in result.stderr
