"""Programs whose loaders are hard to judge: what is said of each finding, by the code of its rule."""

from __future__ import annotations

import pytest

from tests.verify.tools import trials, write

pytestmark = pytest.mark.usefixtures("project")

HEAD = """
import itertools
import time

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset, IterableDataset


class Noisy(Dataset):
    def __init__(self, length=64, size=1, seconds=0.0):
        self.length, self.size, self.seconds = length, size, seconds
        self.rng = np.random.default_rng()

    def __len__(self):
        return self.length

    def __getitem__(self, index):
        time.sleep(self.seconds)
        return torch.full((self.size,), float(index)) + float(self.rng.normal())


class Clean(Dataset):
    def __len__(self):
        return 50

    def __getitem__(self, index):
        return torch.full((1,), float(index))

"""

TRAIN = """
    weights = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([weights], lr=0.1)
    for epoch in range(3):
        for batch in loader:
            optimizer.zero_grad()
            (batch[:, :1] * weights).sum().backward()
            optimizer.step()
"""

MAIN = "\nif __name__ == '__main__':\n    main()\n"

#: How a program builds its loaders, what follows, and the verdicts.
PROGRAMS: dict[str, tuple[str, str, dict[str, str]]] = {
    "loaders on neighbouring lines": (
        """
def main():
    loader = DataLoader(Noisy(60), batch_size=8, num_workers=2, shuffle=True, drop_last=True)
    test = DataLoader(Clean(), batch_size=8, num_workers=2, shuffle=True, drop_last=True)
    model = torch.nn.Linear(1, 1)
""",
        TRAIN
        + """
        model.eval()
        with torch.no_grad():
            for batch in test:
                model(batch)
"""
        + MAIN,
        {"LL101": "confirmed", "LL502": "confirmed", "LL404": "confirmed", "LL405": "confirmed"},
    ),
    "slow samples": (
        "def main():\n    loader = DataLoader(Noisy(6400, seconds=0.3), batch_size=8, num_workers=2, shuffle=True)",
        TRAIN + MAIN,
        {"LL101": "confirmed", "LL502": "not seen"},
    ),
    "large samples": (
        "def main():\n    loader = DataLoader(Noisy(length=32, size=2**22), batch_size=2, num_workers=2, shuffle=True)",
        TRAIN + MAIN,
        {"LL101": "confirmed"},
    ),
    "a stream without end": (
        """
class Endless(IterableDataset):
    def __init__(self):
        self.rng = np.random.default_rng()

    def __iter__(self):
        for number in itertools.count():
            yield torch.full((1,), float(number)) + float(self.rng.normal())


def main():
    loader = DataLoader(Endless(), batch_size=8, num_workers=2)
""",
        TRAIN.replace("in loader:", "in itertools.islice(loader, 50):") + MAIN,
        {"LL101": "confirmed"},
    ),
    "workers that are spawned": (
        """
def main():
    torch.multiprocessing.set_start_method("spawn")
    loader = DataLoader(Noisy(), batch_size=8, num_workers=2, shuffle=True)
""",
        TRAIN + MAIN,
        {"LL101": "confirmed", "LL502": "confirmed"},
    ),
    "no guard, and a dataset that does not fit into a pipe": (
        """
data = Noisy()
data.large = np.zeros(1_000_000)
for batch in DataLoader(data, batch_size=8, num_workers=2, shuffle=True):
    print(batch)
""",
        "",
        {"LL101": "confirmed", "LL304": "confirmed, no fix to try"},
    ),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_verdicts(name: str) -> None:
    build, rest, expected = PROGRAMS[name]
    write("train.py", HEAD)
    with open("train.py", "a", encoding="utf-8") as file:  # noqa: PTH123 - below what is dedented
        file.write(build + rest)
    found = trials("--select", ",".join(expected), "--budget", "600", "train.py", status=1)
    verdicts = {trial["finding"]["code"]: trial["verdict"] for trial in found}
    assert verdicts == expected, [trial["reason"] for trial in found]
