"""Whether what tune recommends pays in real programs: `python -m tests.benchmarks.tune_programs [BUDGET [NAME ...]]`.

A folder of 2,000 JPEGs, a text with a tokenizer and an HDF5 file, all made up, are each trained on for two epochs with
the old and with the new setting. The old ones are off: the first two make their samples in the loop, the third has
eight workers for next to no work. Needs Pillow, tokenizers and h5py.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

PROGRAMS = Path(__file__).parent / "programs"

#: Runs of a program with each setting, in turn.
_RUNS = 3


def main() -> None:
    """Tune each program, run it with both settings, and print what comes of it."""
    budget = sys.argv[1] if len(sys.argv) > 1 else "60"
    for name in sys.argv[2:] or ("images", "text", "hdf5"):
        with tempfile.TemporaryDirectory() as folder:
            made = subprocess.run(
                [sys.executable, PROGRAMS / "data.py", name, folder], stdout=-1, text=True, check=True
            )
            _try(name, made.stdout.strip(), budget)


def _try(name: str, data: str, budget: str) -> None:
    program = str(PROGRAMS / f"{name}.py")
    asked = [sys.executable, "-m", "loaderlint", "tune", program, "--output-format", "json", "--budget", budget]
    said = subprocess.run([*asked, "--", data], capture_output=True, text=True, check=False)
    if said.returncode > 1:
        print(f"{name}: {said.stdout[-2000:]}{said.stderr[-2000:]}")
        return
    (tuned,) = json.loads(said.stdout)["loaders"]
    print(f"{name}: {tuned['verdict']} {tuned['recommendation']}; load {os.getloadavg()[0]:.1f}")
    print(f"  {tuned['reason']}")
    print(f"  bound by {tuned['bound']}")
    figures = tuned["figures"]
    best: dict[str, Any] = figures["tried"][figures["best"]]["options"]  # where it says "keep", the best of the others
    kept = str(int(bool(best.get("persistent_workers"))))
    options = [str(best["num_workers"]), str(best.get("prefetch_factor") or 2), kept]
    times: dict[str, list[float]] = {"as it is": [], f"with {best}": []}
    for _ in range(_RUNS):
        for given, taken in zip(([], options), times.values(), strict=True):
            taken.append(_run(program, data, given))
    for side, taken in times.items():
        print(f"  two epochs {side}: {median(taken):.2f} s ({min(taken):.2f}-{max(taken):.2f})")
    print(f"  load {os.getloadavg()[0]:.1f}")


def _run(program: str, data: str, options: list[str]) -> float:
    done = subprocess.run([sys.executable, program, data, *options], capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])


if __name__ == "__main__":
    main()
