"""`loaderlint demo`: see on a small program what loaderlint does."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

import click

from loaderlint.cli.common import stop
from loaderlint.cli.extras import how_to_install

#: The program that the README begins with.
FILES = {
    "data.py": """\
import numpy as np
from torch.utils.data import Dataset


class Noisy(Dataset):
    def __init__(self, images):
        self.images = images
        self.rng = np.random.default_rng()

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        return self.images[index] + self.rng.normal()
""",
    "train.py": """\
import torch
from torch.utils.data import DataLoader

from data import Noisy

loader = DataLoader(Noisy(torch.zeros(1000)), batch_size=8, shuffle=True, num_workers=4)


def train(model, optimizer):
    for batch in loader:
        loss = model(batch.to("cuda")).mean()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
""",
}

#: The steps, each with what it shows.
_CHECK = ("find what is wrong", ())
_DIFF = ("see what would repair it", ("--diff", "--unsafe-fixes"))
_VERIFY = ("run the program before the fix and after it", ("verify", "train.py", "--select", "LL101"))
_FIX = ("write the fixes", ("--fix", "--unsafe-fixes"))


@click.command("demo")
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
def demo(folder: Path | None) -> None:
    """Write a small program into FOLDER (default: a new temporary one), and find, try and fix what is wrong with it.

    FOLDER must be empty, or not there yet.
    """
    try:
        folder = folder or Path(tempfile.mkdtemp(prefix="loaderlint-demo-"))
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            stop(f"{folder}: it is not empty; name another folder")
        for name, text in FILES.items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        stop(f"{folder}: cannot be written: {error.strerror}")
    click.echo(f"wrote {' and '.join(FILES)} to {folder}")
    for about, arguments in (_CHECK, _DIFF, _VERIFY, _FIX, _CHECK):
        click.secho(f"\n# {about}\n$ {' '.join(('loaderlint', *arguments))}", bold=True)
        if arguments == _VERIFY[1] and not find_spec("torch"):
            click.echo(f"left out, for it needs torch: {how_to_install('verify')}")
        else:
            command = [sys.executable, "-m", "loaderlint", *arguments]
            subprocess.run(command, cwd=folder, check=False)  # noqa: S603 - it is this program
