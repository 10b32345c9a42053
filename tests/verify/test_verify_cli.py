"""The command: what it runs, shows, writes and exits with."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.verify.tools import NOISY, interruptible, trials, verify, write

pytestmark = pytest.mark.usefixtures("project")

TOY = """
def main():
    loader = DataLoader(Noisy(), batch_size=4, num_workers=2)
    for epoch in range(3):
        for batch in loader:
            raise SystemExit("it trained")


if __name__ == "__main__":
    print("the toy speaks")
    main()
"""

#: torch's own streams, in a program that means to be repeatable.
FOLKLORE = """
import torch
from torch.utils.data import DataLoader, Dataset

torch.manual_seed(0)
torch.use_deterministic_algorithms(True)


class Noisy(Dataset):
    def __len__(self):
        return 64

    def __getitem__(self, index):
        return index + torch.rand(3)


for batch in DataLoader(Noisy(), num_workers=2):
    pass
"""


def test_what_is_claimed_is_shown_with_the_samples() -> None:
    write("train.py", NOISY, TOY)
    result = verify("--select", "LL101", "train.py")
    assert result.exit_code == 1
    assert "train.py:16:14" in result.stdout
    assert "epoch 1, worker 0  A B C D" in result.stdout
    assert "epoch 1, worker 1  A B C D" in result.stdout
    assert "so      different workers draw the same numbers" in result.stdout
    assert result.stderr == ""


def test_a_fix_is_shown_and_then_written_once_it_is_confirmed() -> None:
    path = write("train.py", NOISY, TOY)
    before = Path(path).read_text(encoding="utf-8")
    shown = verify("--select", "LL101", "--diff", "train.py")
    assert shown.exit_code == 1
    assert "confirmed LL101" in shown.stdout
    assert "+        worker_init_fn=seed_worker,\n" in shown.stdout
    assert Path(path).read_text(encoding="utf-8") == before
    written = verify("--select", "LL101", "--fix", "train.py")
    assert written.exit_code == 0
    assert "worker_init_fn=" in Path(path).read_text(encoding="utf-8")
    assert trials("--select", "LL101", "train.py", status=0) == []


def test_workers_that_draw_from_torch_do_not_collide() -> None:
    write("train.py", FOLKLORE)
    result = verify("--select", "LL103", "train.py")
    assert result.exit_code == 0
    assert result.stdout.startswith("confirmed")
    assert "draws: workers draw different numbers; epochs draw different numbers" in result.stdout
    assert "workers do not draw the same numbers, as the rule says" in result.stdout


@pytest.mark.parametrize("where", ["command", "pyproject"])
def test_entries_run_what_the_files_are_part_of(where: str) -> None:
    write("src/data.py", NOISY, "def make(): return DataLoader(Noisy(), num_workers=2)")
    write("src/train.py", "import data, sys\nassert sys.argv[1:] == ['--epochs', '1']\nnext(iter(data.make()))")
    write("broken.py", "1 / 0")
    entries = ["python src/train.py --epochs 1"]
    if where == "pyproject":
        write("pyproject.toml", f"[tool.loaderlint]\nentry = {json.dumps(entries)}")
        found = trials("--select", "LL101", "src", status=1)
    else:
        found = trials("--select", "LL101", "--entry", "broken.py", "--entry", entries[0], "src/data.py", status=1)
    assert [trial["verdict"] for trial in found] == ["confirmed"]


@pytest.mark.parametrize("target", ["pkg.data:make", "pkg.train"])
def test_callables_and_modules_are_targets(target: str) -> None:
    write("pkg/__init__.py", "")
    write("pkg/data.py", NOISY, "def make(): return DataLoader(Noisy(), num_workers=2)")
    write("pkg/train.py", "from pkg.data import make\nnext(iter(make()))")
    found = trials("--select", "LL101", target, status=1)
    assert [trial["verdict"] for trial in found] == ["confirmed"]


def test_what_the_program_imports_is_checked_with_it() -> None:
    write("lib/__init__.py", "from .loaders import make")
    write("lib/loaders.py", NOISY, "def make(): return DataLoader(Noisy(), num_workers=2)")
    write("elsewhere.py", NOISY, "def make(): return DataLoader(Noisy(), num_workers=2)")
    write("core/further.py", NOISY, "def make_more(): return DataLoader(Noisy(), num_workers=2)")
    write(
        "train.py",
        """
        import sys
        import lib
        sys.path.append("core")
        from further import make_more
        loaders = [lib.make(), make_more()]
        next(iter(loaders[0]))
        """,
    )
    found = trials("--select", "LL101", "train.py", status=1)
    assert [trial["finding"]["path"] for trial in found] == ["core/further.py", "lib/loaders.py"]
    assert [trial["verdict"] for trial in found] == ["confirmed", "confirmed"]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((), "which program builds the loaders?"),
        (("nothing.py",), "'nothing.py' is neither a script or notebook"),
        (("no.such.module",), "'no.such.module' is neither"),
        (("--entry", "python", "train.py"), "entry 'python' names no program"),
        (("--entry", "'", "train.py"), "No closing quotation"),
        (("--python", "/no/python", "train.py"), "/no/python: No such file"),
    ],
)
def test_what_cannot_be_run_is_an_error(args: tuple[str, ...], said: str) -> None:
    write("train.py", NOISY, TOY)
    result = verify(*args)
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_program_that_fails_before_any_loader_is_an_error() -> None:
    write("train.py", "1 / 0", NOISY, TOY)
    result = verify("--select", "LL101", "train.py")
    assert result.exit_code == 2
    assert "the program failed before it built this loader: ZeroDivisionError" in result.stdout


def test_nothing_found_is_nothing_run() -> None:
    write("train.py", "import data\nopen('trace', 'w')")
    write("data.py", "")
    result = verify("train.py")
    assert result.exit_code == 0
    assert result.stderr.startswith("loaderlint: nothing was found in train.py and 1 more that it imports; to check")
    assert result.stdout.startswith("nothing to verify")
    assert not Path("trace").exists()


def test_any_interpreter_with_torch_will_do() -> None:
    """It needs neither loaderlint nor what loaderlint needs."""
    write("train.py", "import sys\nassert not any('click' in m for m in sys.modules)", NOISY, TOY)
    import torch

    bare = Path("bare")
    bare.symlink_to(Path(torch.__file__).parent.parent)
    wrapper = Path("python")
    wrapper.write_text(f'#!/bin/sh\nPYTHONPATH={bare.absolute()} exec {sys.executable} -S "$@"\n', encoding="utf-8")
    wrapper.chmod(0o755)
    found = trials("--select", "LL101", "--python", str(wrapper.absolute()), "train.py", status=1)
    assert [trial["verdict"] for trial in found] == ["confirmed"]


TRAINS = """
model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters())
loader = DataLoader(Noisy(), num_workers=2)
for epoch in range(3):
    for batch in loader:
        optimizer.zero_grad()
        model(batch.float()[:, None]).sum().backward()
        optimizer.step()
"""

SLOW = """
import time

class Slow(Noisy):
    def __getitem__(self, index):
        open("begun", "w").close()
        time.sleep(600)
        return super().__getitem__(index)


if __name__ == "__main__":
    slow = DataLoader(Slow(), num_workers=2)
    for batch in slow:
        pass
"""


def test_verdicts_appear_as_they_fall_and_an_interrupt_keeps_them() -> None:
    """Afterwards nothing of what ran is left, as the project's fixture sees to."""
    write("train.py", NOISY, "fast = DataLoader(Noisy(), num_workers=2)\nfor batch in fast:\n    print(batch)", SLOW)
    command = [sys.executable, "-u", "-m", "loaderlint", "verify", "--select", "LL101", "train.py"]
    environment = os.environ | {"TMPDIR": tempfile.gettempdir()}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, preexec_fn=interruptible
    ) as process:
        assert process.stdout
        assert process.stderr
        first = next(line for line in process.stdout if line.strip())
        assert first.startswith("confirmed LL101")  # of the fast one, while the slow one hangs
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read()
        said = process.stderr.read()
    assert process.returncode == 130
    assert "1 confirmed, interrupted before the rest" in rest
    assert "interrupted" in said


def test_it_is_said_of_every_confirmed_fix_whether_it_was_written() -> None:
    write("train.py", "import torch", NOISY, TRAINS)
    result = verify("--select", "LL101,LL502", "--fix", "train.py")
    assert result.stderr.splitlines() == [
        "written: train.py:19:10: LL101",
        "not written (another of these fixes changes the same place: run this once more): train.py:19:10: LL502",
    ]
    assert result.exit_code == 0  # what is left is advice
    assert "worker_init_fn" in Path("train.py").read_text(encoding="utf-8")


def test_a_program_that_raises_shows_where() -> None:
    start = "def start():\n    print('reading')\n    if 'DATA' not in os.environ:\n        raise ValueError('no data')"
    write("train.py", "import os", NOISY, start, "start()", TOY)
    result = verify("--select", "LL101", "train.py")
    assert result.exit_code == 2
    told = result.stdout[result.stdout.index("the program failed: ValueError: no data") :]
    assert "in start" in told
    assert "raise ValueError('no data')" in told
    assert "the last that it printed:\n  reading" in told
