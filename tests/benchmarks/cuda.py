"""All that takes a GPU, measured once: `python -m tests.benchmarks.cuda`; the tests are `pytest -m cuda`."""

from __future__ import annotations

import json
import sys

import torch
from torch.utils.data import DataLoader, TensorDataset

from loaderlint.verifying.child.experiments import transfer
from loaderlint.verifying.child.machine import machine
from loaderlint.verifying.child.subject import Subject


def main() -> None:
    """Print the machine, and what copies of 77 MB a batch take from pageable and from pinned memory."""
    if not torch.cuda.is_available():
        sys.exit("there is no CUDA device")
    print(f"{machine()}; torch {torch.__version__}, CUDA {torch.version.cuda}")
    dataset = TensorDataset(torch.zeros(512, 3, 224, 224))
    for pinned in (False, True):
        measured = transfer.run(Subject(DataLoader(dataset, batch_size=128, pin_memory=pinned), {}))
        print(f"pin_memory={pinned}: {measured.summary}")
        print(json.dumps(measured.figures, default=str))


if __name__ == "__main__":
    main()
