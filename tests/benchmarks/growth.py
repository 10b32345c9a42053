"""How time and memory grow with the number of files: `python -m tests.benchmarks.growth [FILES ...]`.

Every file of the generated project imports two others, in circles, so that linking has something to follow.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MODULE = '''
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset

from project.part_{other} import make_loader as other_loader
from project.part_{another} import Noisy as OtherDataset


class Noisy(Dataset):
    """Draws from an RNG that every worker gets a copy of."""

    def __init__(self, data, transform=None):
        self.data = data
        self.rng = np.random.default_rng({number})
        self.transform = transform

    def __len__(self):
        return len(self.data)

    def __getitem__(self, index):
        sample = self.data[index] + self.rng.normal()
        return self.transform(sample) if self.transform else sample


def make_loader(data, workers=4, **options):
    return DataLoader(Noisy(data), batch_size=8, num_workers=workers, **options)


def train(model, optimizer, epochs=10):
    loader = DataLoader(OtherDataset(range(100)), batch_size=4, shuffle=True, num_workers=2)
    for epoch in range(epochs):
        for batch in loader:
            optimizer.zero_grad()
            model(batch).backward()
            optimizer.step()
    for batch in other_loader(range(10), persistent_workers=True):
        model(batch)
'''


def write_project(root: Path, files: int) -> None:
    """Write a package of `files` modules below `root`."""
    package = root / "project"
    package.mkdir()
    (package / "__init__.py").touch()
    for number in range(files):
        text = MODULE.format(number=number, other=(number * 7 + 1) % files, another=(number + 1) % files)
        (package / f"part_{number}.py").write_text(text, encoding="utf-8")


def main() -> None:
    """Check generated projects, in one process each, and print what that takes."""
    sizes = [int(argument) for argument in sys.argv[1:]] or [500, 1000, 2000, 4000]
    print(f"{'files':>6} {'seconds':>8} {'ms/file':>8} {'MB':>6} {'findings':>9}")
    for files in sizes:
        with tempfile.TemporaryDirectory() as folder:
            write_project(Path(folder), files)
            command = [sys.executable, "-m", "loaderlint", "check", folder, "--output-format", "concise", "--jobs", "1"]
            started = time.perf_counter()
            done = subprocess.run([*command, "--exit-zero"], capture_output=True, text=True, check=True)
            seconds = time.perf_counter() - started
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"{files:6} {seconds:8.1f} {seconds / files * 1000:8.2f} {peak:6.0f} {done.stdout.count(chr(10)):9}")


if __name__ == "__main__":
    main()
