"""How far the protection of a program goes, what may be let through, and what is said where it cannot be had."""

from __future__ import annotations

import json
import os
import pty
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fcntl import ioctl
from pathlib import Path
from termios import TIOCSWINSZ

import pytest

from loaderlint.verifying.shared import protection
from loaderlint.verifying.shared.protocol import Program, Protection
from tests.verify.tools import NOISY, in_child, marked, running_here, trials, until, verify, write

pytestmark = pytest.mark.usefixtures("project")

TRAIN = """
if __name__ == "__main__":
    for batch in DataLoader(Noisy(), num_workers=2):
        pass
"""

WRITES = """
import os
os.makedirs("cache", exist_ok=True)
open("cache/index", "w").write("built")
open("other", "w").close()
"""


@pytest.fixture
def unprotectable(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without bubblewrap."""
    monkeypatch.setattr(protection, "_programs", lambda: iter(()))


@pytest.mark.usefixtures("unprotectable")
@pytest.mark.parametrize("command", ["verify", "tune"])
def test_without_protection_nothing_is_run(command: str) -> None:
    from click.testing import CliRunner

    from loaderlint.cli import main

    write("train.py", WRITES, NOISY, TRAIN)
    result = CliRunner().invoke(main, [command, "train.py"])
    assert result.exit_code == 2
    assert result.stderr.startswith("loaderlint: ")
    assert "bubblewrap is not installed" in result.stderr
    assert "--unprotected" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not Path("other").exists()


def test_without_namespaces_nothing_is_run_on_another_machine() -> None:
    """The system there allows none: what is a number of its own in a namespace of users."""
    launcher = Path("launcher")
    limit = "echo 0 > /proc/sys/user/max_user_namespaces"
    launcher.write_text(f'#!/bin/sh\nexec unshare -Ur sh -c \'{limit} && exec "$@"\' sh "$@"\n', encoding="utf-8")
    launcher.chmod(0o755)
    if subprocess.run([str(launcher.absolute()), "true"], check=False, capture_output=True).returncode:
        pytest.skip("needs namespaces of users, to take them away")
    write("train.py", WRITES, NOISY, TRAIN)
    options = ["--select", "LL101", "--launcher", str(launcher.absolute()), "--python", sys.executable]
    result = verify(*options, "train.py")
    assert result.exit_code == 2
    assert "nothing was run, as what the program writes could not be undone" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not Path("other").exists()
    (trial,) = trials(*options, "--unprotected", "train.py", status=1)
    assert trial["verdict"] == "confirmed"


@pytest.mark.usefixtures("unprotectable")
@pytest.mark.parametrize("where", ["command", "pyproject"])
def test_unprotected_it_is_run_up_to_its_first_loader(where: str) -> None:
    write("train.py", WRITES, NOISY, TRAIN, "    open('trained', 'w').close()")
    if where == "pyproject":
        write("pyproject.toml", "[tool.loaderlint]\nunprotected = true")
    options = ["--unprotected"] if where == "command" else []
    (trial,) = trials("--select", "LL101", *options, "train.py", status=1)
    assert trial["verdict"] == "confirmed"
    assert Path("other").exists()
    assert not Path("trained").exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--unprotected", "--no-network"), "choose one"),
        (("--allow-writes", "none"), "there is no {folder}/none to allow writes to: create it first"),
        (("--scratch", "none"), "there is no folder {folder}/none for --scratch: create it first"),
    ],
)
def test_what_makes_no_sense_is_an_error(options: tuple[str, ...], said: str, project: Path) -> None:
    write("train.py", WRITES, NOISY, TRAIN)
    result = verify("--select", "LL101", *options, "train.py")
    assert result.exit_code == 2
    assert said.format(folder=project) in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not Path("other").exists()


@pytest.mark.parametrize("where", ["command", "pyproject"])
def test_some_writes_may_be_kept(where: str) -> None:
    write("train.py", WRITES, NOISY, TRAIN)
    Path("cache").mkdir()
    if where == "pyproject":
        write("pyproject.toml", '[tool.loaderlint]\nallow-writes = ["cache"]')
    options = ["--allow-writes", "cache"] if where == "command" else []
    trials("--select", "LL101", *options, "train.py", status=1)
    assert Path("cache/index").read_text(encoding="utf-8") == "built"
    assert not Path("other").exists()


@pytest.fixture
def server() -> Iterator[int]:
    """The port of a server that takes connections."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


CONNECTS = """
import socket, sys
from torch.utils.data import DataLoader, Dataset

PORT = {port}


class Remote(Dataset):
    def __len__(self):
        return 64

    def __getitem__(self, index):
        socket.create_connection(("localhost", PORT)).close()
        return index


if __name__ == "__main__":
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as no_connection:
        no_connection.connect(("127.0.0.1", 9))
    for batch in DataLoader(Remote(), num_workers=2, multiprocessing_context={method!r}):  # here
        pass
"""


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_connections_are_told(method: str, server: int) -> None:
    train = write("train.py", CONNECTS.format(port=server, method=method))
    done = in_child(Program("script", train), marked(train, "here", "construct"))
    (ended,) = done.all("ended")
    assert ended["connections"] == [f"localhost:{server}"]


def test_the_network_may_be_cut(server: int) -> None:
    train = write("train.py", CONNECTS.format(port=server, method="fork"))
    done = in_child(Program("script", train), marked(train, "here", "construct"), protection=Protection(network=False))
    (measured,) = done.all("measured")
    assert "ConnectionRefusedError" in measured["measurement"]["summary"]


def test_connections_are_in_the_report(server: int) -> None:
    write("train.py", f"import socket\nsocket.create_connection(('localhost', {server})).close()", NOISY, TRAIN)
    result = verify("--select", "LL101", "--report", "out.html", "train.py")
    assert f"connections that the program opened: localhost:{server}" in result.stdout
    assert f"localhost:{server}" in Path("out.html").read_text(encoding="utf-8")


def test_the_sockets_of_other_programs_answer() -> None:
    train = write(
        "train.py",
        """
        import socket, sys
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(sys.argv[1])
            print(client.recv(2).decode())
        """,
    )
    path = Path(tempfile.gettempdir(), "answers")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        server.listen()

        def reply() -> None:
            connection, _ = server.accept()
            with connection:
                connection.sendall(b"42")

        answer = threading.Thread(target=reply)
        answer.start()
        assert in_child(Program("script", train, (str(path),))).output == "42\n"
        answer.join()
    path.unlink()


SURROUNDINGS = """
import json, os, sys, tempfile
ours = {"CLEARML_OFFLINE_MODE", "COMET_AUTO_LOG_DISABLE", "COMET_START_ONLINE", "MLFLOW_TRACKING_URI", "NEPTUNE_MODE",
        "WANDB_MODE"}
folders = "/", "/dev/shm", tempfile.gettempdir(), "."
found = {folder: sorted(os.listdir(folder)) for folder in folders}
found["/dev/shm"] = [name for name in found["/dev/shm"] if name != "loaderlint"]
rights = [os.stat(folder).st_mode for folder in folders]
environment = {name: value for name, value in os.environ.items() if name not in ours}
print(json.dumps([environment, found, rights, os.getcwd(), sys.argv, os.getuid(), os.getgid(), os.umask(0o22)]))
print(json.dumps({name: os.environ.get(name) for name in ours}))
"""


def test_the_surroundings_of_the_program_stay_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", tempfile.gettempdir())
    monkeypatch.setenv("PWD", str(Path.cwd()))
    monkeypatch.setenv("WANDB_MODE", "online")
    train = write("train.py", SURROUNDINGS)
    Path(tempfile.gettempdir(), "data").touch()
    plain = subprocess.run(
        [sys.executable, train, "-x"], capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    done = in_child(Program("script", train, ("-x",)))
    Path(tempfile.gettempdir(), "data").unlink()
    before, after = (text.splitlines() for text in (plain.stdout, done.output))
    assert json.loads(after[0]) == json.loads(before[0])
    assert json.loads(after[1])["WANDB_MODE"] == "offline"
    assert all(json.loads(after[1]).values())


@contextmanager
def on_terminal(*command: str) -> Iterator[int]:
    """Run a command on a terminal of 33 lines and 111 columns, and give where it is read."""
    process, ours = pty.fork()
    if process == 0:
        os.execvp(command[0], command)
    ioctl(ours, TIOCSWINSZ, struct.pack("HHHH", 33, 111, 0, 0))
    try:
        yield ours
    finally:
        os.close(ours)
        os.waitpid(process, 0)


def test_a_terminal_stays_one() -> None:
    write(
        "train.py",
        NOISY,
        """
        import os, sys
        assert os.popen("stty size").read().split() == ["33", "111"]
        assert list(os.get_terminal_size()) == [111, 33]
        assert sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()
        try:
            input("Delete all? ")
        except EOFError:
            for _ in DataLoader(Noisy(), num_workers=2):
                pass
        """,
    )
    said = b""
    command = [sys.executable, "-m", "loaderlint", "verify", "--select", "LL101", "train.py"]
    with on_terminal(*command) as ours, suppress(OSError):
        while text := os.read(ours, 4096):
            said += text
    assert b"1 confirmed" in said, said.decode()


@pytest.mark.parametrize("options", [(), ("--unprotected",), ("--scratch", "disk"), ("--ranks", "2")])
def test_what_runs_does_not_outlive_the_one_that_waits_for_it(
    options: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", tempfile.gettempdir())
    disk = Path("disk")
    disk.mkdir()
    slow = NOISY.replace("return index", "__import__('time').sleep(600)")
    write("train.py", "import subprocess\nsubprocess.Popen(['sleep', '600'])", slow, TRAIN)
    command = [sys.executable, "-m", "loaderlint", "verify", "--select", "LL101", *options, "train.py"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        # What is started here, the child, what it starts, and its workers.
        all_run = until(lambda: len(running_here()) >= 5, 60)
        process.kill()
    assert all_run
    assert until(lambda: not running_here(), 10)
    assert until(lambda: not list(disk.iterdir()) and not list(Path(tempfile.gettempdir()).glob("ll-*")), 10)


CHANGES = """
import os, shutil, tempfile
os.rename("kept", "gone")
shutil.rmtree("out")
os.makedirs("out")
for name in ("log.csv", "new", "out/old", os.path.expanduser("~/new"), "/var/tmp/new-of-nobody"):
    with open(os.path.abspath(name), "a") as file:
        file.write("more")
"""


@pytest.mark.parametrize("group", [65534, 0])
def test_an_ordinary_user_is_protected_too(group: int) -> None:
    """Not root in a view of its own, but somebody who has no rights to begin with, also where a group shares files."""
    if os.geteuid() != 0:
        pytest.skip("needs root, who can be anybody")
    nobody = 65534
    modules = os.pathsep.join([str(Path(protection.__file__).parents[2]), *filter(None, sys.path)])
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        home = Path(folder, "home")
        project = home / "project"
        (project / "out").mkdir(parents=True)
        environment = {"HOME": str(home), "PATH": os.environ["PATH"], "PYTHONPATH": modules, "TMPDIR": str(home)}

        def run(*command: str) -> subprocess.CompletedProcess[str]:
            return subprocess.run(
                command, capture_output=True, text=True, check=False, cwd=project, env=environment, user=nobody,
                group=nobody, extra_groups=[],
            )  # fmt: skip

        write(str(project / "train.py"), CHANGES, NOISY, TRAIN)
        for name in ("kept", "log.csv", "out/old"):
            (project / name).touch()
        for own in (Path(folder), home, *home.rglob("*")):
            os.chown(own, nobody, group)
        python = None
        for path in (sys.executable, shutil.which(f"python3.{sys.version_info[1]}", path="/usr/bin")):
            with suppress(OSError):
                if path and not run(path, "-c", "import torch, loaderlint").returncode:
                    python = path
        if python is None:
            pytest.skip("needs an interpreter with torch that everybody may run")
        done = run(python, "-m", "loaderlint", "verify", "--select", "LL101", "train.py")
        assert "1 confirmed" in done.stdout, done.stdout + done.stderr
        left = {str(path.relative_to(home)) for path in home.rglob("*")}
        assert left == {"project", *(f"project/{name}" for name in ("kept", "log.csv", "out", "out/old", "train.py"))}
        assert not (project / "log.csv").read_bytes()
    assert not Path("/var/tmp/new-of-nobody").exists()
