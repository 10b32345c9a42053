"""Tune on a training of its own, on the GPU if there is one: `python -m tests.benchmarks.tune_training [BUDGET]`.

The step that tune measures is compared with one that is timed by hand over a batch in memory, and the real loop runs
for two epochs with the old setting and with the one that is recommended.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from itertools import repeat
from typing import Any

import torch
from torch.utils.data import DataLoader, Dataset

from loaderlint.tune.bounds import verdict_of
from loaderlint.verifying.child.experiments import tune
from loaderlint.verifying.child.machine import machine
from loaderlint.verifying.child.step import Loop, settle
from loaderlint.verifying.child.subject import Subject

_BATCH, _STEPS = 16, 50


class Pictures(Dataset[tuple[torch.Tensor, int]]):
    """Pictures that take some arithmetic to make."""

    def __len__(self) -> int:
        return 800

    def __getitem__(self, index: int) -> tuple[torch.Tensor, int]:
        picture = torch.rand(3, 64, 64, generator=torch.Generator().manual_seed(index))
        for _ in range(6):
            picture = torch.nn.functional.avg_pool2d(picture, 3, stride=1, padding=1)
        return picture, index % 8


class Training:
    """A small network, and the loop that a program has."""

    def __init__(self) -> None:
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        width = 256 if self.device == "cuda" else 8
        layers: list[torch.nn.Module] = [torch.nn.Conv2d(3, width, 3, padding=1)]
        layers += [torch.nn.Conv2d(width, width, 3, padding=1) for _ in range(2)]
        self.model = torch.nn.Sequential(*layers, torch.nn.AdaptiveAvgPool2d(1), torch.nn.Flatten())
        self.model.to(self.device)
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=1e-4)

    def run(self, batches: Iterable[Any]) -> float:
        """Train on batches; return the seconds that this took."""
        begun = time.monotonic()
        for pictures, labels in batches:
            self.optimizer.zero_grad()
            output = self.model(pictures.to(self.device, non_blocking=True))
            torch.autograd.backward(torch.nn.functional.cross_entropy(output, labels.to(self.device)))
            self.optimizer.step()
        settle()
        return time.monotonic() - begun


def looped(loop: Loop, loader: DataLoader[Any]) -> Iterator[Any]:
    """Yield batches as a program gets them whose step is measured."""
    while not loop.is_known:
        loop.begin()
        iterator = iter(loader)
        while not loop.is_known:
            try:
                yield loop.batch(lambda: next(iterator))  # noqa: B023 - it is called at once
            except StopIteration:
                break


def main() -> None:
    """Print the step both ways, what tune says, and two epochs before and after."""
    budget = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    loader = DataLoader(Pictures(), batch_size=_BATCH, pin_memory=torch.cuda.is_available())
    training = Training()
    print(f"{machine()}; torch {torch.__version__}, on {training.device}")
    batch = next(iter(loader))
    training.run(repeat(batch, 10))
    by_hand = training.run(repeat(batch, _STEPS)) / _STEPS
    loop = Loop(len(loader))
    training.run(looped(loop, loader))
    assert loop.step
    print(f"step: {1000 * by_hand:.2f} ms by hand, {1000 * loop.step.seconds:.2f} ms as tune measures it")
    print(f"of which this process works for {1000 * loop.step.cpu:.2f} ms")
    subject = Subject(loader, {}, budget=budget, step=loop.step)
    figures = tune.run(subject).figures
    recommended = figures["faster"] or figures["cheaper"]
    options = figures["tried"][figures["best"] if recommended else 0]["options"]
    verdict = verdict_of(figures, 0, own_collate=False)
    print(f"{'change' if recommended else 'keep'}: {options}; bound by {verdict.bound.word if verdict else '?'}")
    print(verdict.numbers if verdict else "")
    before = sum(training.run(loader) for _ in range(2))
    new = subject.rebuild(**options)
    after = sum(training.run(new) for _ in range(2))
    floor = 2 * len(loader) * loop.step.seconds
    print(f"two epochs: {before:.1f} s before, {after:.1f} s after, {floor:.1f} s if loading took no time")


if __name__ == "__main__":
    main()
