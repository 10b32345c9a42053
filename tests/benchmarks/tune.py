"""Whether tune finds the best setting where it is known: `python -m tests.benchmarks.tune [BUDGET [NAME ...]]`.

Each is measured in earnest, so the machine should have nothing else to do. The best is taken from all that was tried
and, where it is known, from how the loader works; what is chosen may be 10 % slower.
"""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import torch
from torch.utils.data import DataLoader, Dataset

from loaderlint.verifying.child.experiments import tune
from loaderlint.verifying.child.experiments._round import cores
from loaderlint.verifying.child.subject import Subject


class Items(Dataset[torch.Tensor]):
    """Items that take a while of a kind to make."""

    def __init__(self, make: Callable[[], object]) -> None:
        self.make = make

    def __len__(self) -> int:
        return 4000

    def __getitem__(self, index: int) -> torch.Tensor:
        self.make()
        return torch.full((8,), float(index))


def compute() -> None:
    end = time.process_time() + 0.004
    while time.process_time() < end:
        pass


def sleep() -> None:
    time.sleep(0.01)


_lock = multiprocessing.Lock()


def sleep_one_at_a_time() -> None:
    with _lock:
        time.sleep(0.004)


_four = multiprocessing.Semaphore(4)


def sleep_four_at_a_time() -> None:
    with _four:
        time.sleep(0.01)


def nothing() -> None:
    pass


#: By name: what an item takes, the present number of workers, the samples a second that the best setting can give.
WORKLOADS: dict[str, tuple[Callable[[], object], int, float | None]] = {
    "bound by the cores": (compute, 0, cores() / 0.004),
    "asleep": (sleep, 0, max(16, 4 * cores()) / 0.01),
    "four at a time": (sleep_four_at_a_time, 0, 4 / 0.01),
    "fast as it is": (nothing, 2, None),
    "one at a time": (sleep_one_at_a_time, 1, 1 / 0.004),
}


def main() -> None:
    budget = float(sys.argv[1]) if len(sys.argv) > 1 else 120.0
    wanted = sys.argv[2:] or list(WORKLOADS)
    for name in wanted:
        make, workers, possible = WORKLOADS[name]
        subject = Subject(DataLoader(Items(make), batch_size=16, num_workers=workers), {}, budget=budget)
        begun = time.monotonic()
        figures: dict[str, Any] = tune.run(subject).figures
        speeds = [median(tried["epoch"]) for tried in figures["tried"] if tried["epoch"]]
        chosen = speeds[figures["best"] if figures["faster"] else 0]
        options = figures["tried"][figures["best"] if figures["faster"] else 0]["options"]
        seconds = time.monotonic() - begun
        known = f", {chosen / possible:.0%} of what is possible" if possible else ""
        print(f"{name}: {'change' if figures['faster'] else 'keep'} {options}")
        print(f"  {chosen:.0f}/s, {chosen / max(speeds):.0%} of the best tried{known}; {seconds:.0f} s")


if __name__ == "__main__":
    main()
