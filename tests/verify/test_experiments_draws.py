"""The experiment `draws` finds what FACTS.md says of random streams in workers, cell by cell (sections 1 and 2)."""

from __future__ import annotations

import time
from collections.abc import Mapping
from multiprocessing import resource_tracker

import pytest
import torch
from torch.utils.data import DataLoader, Dataset

from loaderlint.claim import Sign
from loaderlint.verifying.child.experiments import draws
from loaderlint.verifying.child.subject import Subject
from loaderlint.verifying.shared.measurement import Measurement
from tests.verify.streams import INITS, Sources, try_inits

pytestmark = [
    pytest.mark.filterwarnings("ignore:This DataLoader will create:UserWarning"),
    pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning"),
]

#: What is seen of a source: by the names of signs, those that were decided. Empty for what never changes.
Seen = Mapping[str, bool]

YES, NO = True, False

#: FACTS.md 1: the same in every worker, in every epoch with restarted workers, in every epoch with persistent ones.
#: Whether a draw in the main process changes it is known of all but those that are another in every run: None.
SOURCES: dict[str, tuple[bool, bool, bool, bool | None]] = {
    "torch": (NO, NO, NO, YES),
    "torch in place": (NO, NO, NO, YES),
    "torch.distributions": (NO, NO, NO, YES),
    "random": (NO, NO, NO, YES),
    "numpy": (NO, NO, NO, YES),
    "numpy kept as a module": (NO, NO, NO, YES),
    "default_rng": (YES, YES, NO, NO),
    "default_rng, seeded": (YES, YES, NO, NO),
    "RandomState": (YES, YES, NO, NO),
    "RandomState, seeded": (YES, YES, NO, NO),
    "Random": (YES, YES, NO, NO),
    "Random, seeded": (YES, YES, NO, NO),
    "Generator": (YES, YES, NO, NO),
    "Generator, seeded": (YES, YES, NO, NO),
    "of a transform": (YES, YES, NO, NO),
    "of a transform, seeded": (YES, YES, NO, NO),
    "of the class": (YES, YES, NO, NO),
    "of the class, seeded": (YES, YES, NO, NO),
    "of the module": (YES, YES, NO, NO),
    "of the module, seeded": (YES, YES, NO, NO),
    "of the module, Random": (YES, YES, NO, NO),
    "made if none is there": (YES, YES, NO, NO),
    "cached": (NO, NO, YES, YES),
    "made by the worker's seed": (NO, NO, NO, YES),
    "reseeded by worker_init_fn": (NO, NO, NO, YES),
    "made for the item": (NO, NO, NO, None),
    "made for the item, Random": (NO, NO, NO, None),
    "uuid4": (NO, NO, NO, None),
    "SystemRandom": (NO, NO, NO, None),
}

#: Copied by fork alone: a spawned worker imports the module, and makes another.
COPIED_BY_FORK = {"of the class", "of the module"}

#: The same whenever an item is made, so there is nothing to compare.
CONSTANT = {"made for the item, seeded", "made for the item from its index"}

#: FACTS.md 2: for each body the same four cells; the last says whether the stream depends on the run's seed.
BODIES: dict[str, tuple[bool, bool, bool, bool | None]] = {
    "none": (NO, NO, NO, YES),
    "constant": (YES, YES, NO, NO),
    "worker id": (NO, YES, NO, NO),
    "setting + worker id": (NO, YES, NO, NO),
    "get_state + worker id": (NO, YES, NO, NO),
    "initial_seed % 2**32": (NO, NO, NO, YES),
    "initial_seed // 2**32 + id": (NO, NO, NO, YES),
    "worker info's seed": (NO, NO, NO, YES),
    "initial_seed % (2**32 - 1) + id": (NO, NO, NO, YES),
    "SeedSequence": (NO, NO, NO, YES),
}

CELLS = SOURCES | {f"{stream} after {body}": BODIES[body] for stream in ("torch", "random", "numpy") for body in BODIES}
CELLS |= {
    "numpy after system, NumPy only": (NO, NO, NO, None),
    "random after system, NumPy only": (NO, NO, NO, YES),
    "torch after system, NumPy only": (NO, NO, NO, YES),
    "numpy after constant, random only": (NO, NO, NO, YES),
    "random after constant, random only": (YES, YES, NO, NO),
    "torch after constant, random only": (NO, NO, NO, YES),
}


@pytest.fixture(scope="module", autouse=True)
def tracker() -> None:
    """Start what spawned workers need beside them, which stays until this process ends."""
    resource_tracker.ensure_running()


@pytest.fixture(scope="module", params=["fork", "spawn"])
def method(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def restarted(method: str) -> Measurement:
    return _measure(method, persistent=False)


@pytest.fixture(scope="module")
def persistent(method: str) -> Measurement:
    return _measure(method, persistent=True)


def _measure(method: str, *, persistent: bool) -> Measurement:
    """Draw from all sources at once, as spawned workers take seconds to start.

    For the same reason, whether draws follow the main process is asked of spawned workers that are restarted, only.
    """
    loader = DataLoader(
        Sources(generators=method == "fork"),
        shuffle=True,
        num_workers=3 if method == "fork" else 2,
        multiprocessing_context=method,
        persistent_workers=persistent,
        worker_init_fn=try_inits,
    )
    with pytest.MonkeyPatch.context() as patch:
        if persistent and method == "spawn":
            patch.setattr(draws, "_follow_global_streams", lambda *_: {})
        return draws.run(Subject(loader, {}, budget=600))  # it takes what it needs of that


def _seen(measured: Measurement, source: str) -> Seen:
    seen: Seen = measured.figures["parts"].get(f"[{source!r}]", {})
    return seen


def test_every_source_and_body_has_its_cells() -> None:
    streams = {f"{stream} after {body}" for stream in ("torch", "random", "numpy") for body in INITS}
    assert set(Sources()[0]) | streams == CELLS.keys() | CONSTANT


@pytest.mark.parametrize("source", CELLS)
def test_who_draws_what(source: str, method: str, restarted: Measurement, persistent: Measurement) -> None:
    if source.startswith("Generator") and method == "spawn":
        pytest.skip("torch 2.13 cannot send a Generator to a spawned worker")
    workers, epochs, epochs_if_persistent, follows = CELLS[source]
    if source in COPIED_BY_FORK and method == "spawn":
        workers, epochs, follows = NO, NO, None
    for measured, alike in ((restarted, epochs), (persistent, epochs_if_persistent)):
        wanted = {Sign.WORKERS_ALIKE.name: workers, Sign.EPOCHS_ALIKE.name: alike}
        if follows is not None and (measured is restarted or method == "fork"):
            wanted[Sign.FOLLOWS_GLOBAL_RNG.name] = follows
        assert _seen(measured, source) == wanted


@pytest.mark.parametrize("source", sorted(CONSTANT))
def test_what_never_changes_is_not_taken_for_repeated(
    source: str, restarted: Measurement, persistent: Measurement
) -> None:
    assert _seen(restarted, source) == _seen(persistent, source) == {}


class Slow(Dataset[float]):
    """Takes its time for each sample."""

    def __len__(self) -> int:
        return 8

    def __getitem__(self, index: int) -> float:
        time.sleep(0.025)
        return float(torch.rand(()))


def test_persistent_workers_that_do_not_end_an_epoch_in_time_are_asked_for_less() -> None:
    loader = DataLoader(Slow(), num_workers=2, persistent_workers=True)
    result = draws.run(Subject(loader, {}, budget=10))
    assert not result.signs.get(Sign.WORKERS_ALIKE)
    assert not result.signs.get(Sign.EPOCHS_ALIKE)
    assert result.figures["draws"] == draws.FEWEST_DRAWS
