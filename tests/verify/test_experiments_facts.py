"""The experiments find what FACTS.md says of order and epochs, of worker processes and of options (sections 3 to 5)."""

from __future__ import annotations

import random
from collections.abc import Iterator
from multiprocessing import resource_tracker
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch.utils.data import (
    BatchSampler,
    DataLoader,
    Dataset,
    DistributedSampler,
    IterableDataset,
    SequentialSampler,
    get_worker_info,
)

from loaderlint.claim import Sign
from loaderlint.verifying.child.experiments import construct, coverage, memory, order, start_methods, startup, state
from loaderlint.verifying.child.subject import Subject
from loaderlint.verifying.shared.measurement import Measurement

pytestmark = [
    pytest.mark.filterwarnings("ignore:This DataLoader will create:UserWarning"),
    pytest.mark.filterwarnings("ignore:Got pickle error:UserWarning"),
    pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning"),
    # torch's own clean-up of iterators that it could not finish building
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

DATA: Any = range(16)


def run(experiment: Any, loader: DataLoader[Any], **options: Any) -> Measurement:
    measured: Measurement = experiment.run(Subject(loader, {}, **options))
    assert not measured.not_run
    return measured


# -- 3: order and epochs -----------------------------------------------------------------------------------------------


def _generator() -> torch.Generator:
    return torch.Generator().manual_seed(0)


def _distributed(rank: int = 0) -> DataLoader[Any]:
    return DataLoader(DATA, batch_size=3, sampler=DistributedSampler(DATA, num_replicas=2, rank=rank))


@pytest.mark.parametrize(
    ("loader", "in_order", "repeats", "follows"),
    [
        (DataLoader(DATA), True, True, False),
        (DataLoader(DATA, shuffle=True), False, False, True),
        (DataLoader(DATA, shuffle=True, batch_size=None), False, False, True),
        (DataLoader(DATA, shuffle=True, num_workers=2, persistent_workers=True), False, False, True),
        (DataLoader(DATA, shuffle=True, generator=_generator()), False, False, False),
        (_distributed(), False, True, False),
    ],
    ids=["in order", "shuffled", "without batches", "persistent", "generator", "distributed"],
)
def test_order(loader: DataLoader[Any], in_order: bool, repeats: bool, follows: bool) -> None:
    measured = run(order, loader)
    assert measured.signs == {
        Sign.IN_ORDER: in_order,
        Sign.ORDER_REPEATS: repeats,
        Sign.FOLLOWS_GLOBAL_RNG: follows,
    }
    assert measured.coincidence is not None
    assert measured.coincidence < 1e-4


def test_order_is_the_one_that_the_loader_gives() -> None:
    for options in ({}, {"batch_size": None}, {"generator": _generator()}):
        loader = DataLoader(DATA, shuffle=True, **options)
        expected = run(order, loader).figures["first"]
        given = torch.tensor([int(i) for batch in loader for i in torch.as_tensor(batch).reshape(-1)])
        assert [str(int(i)) for i in given[: len(expected)]] == expected


@pytest.mark.parametrize("batches", [False, True])
def test_set_epoch_gives_every_epoch_its_order(batches: bool) -> None:
    loader = _distributed()
    if batches:
        loader = DataLoader(DATA, batch_sampler=BatchSampler(loader.sampler, 2, drop_last=False))
    assert run(order, loader).signs[Sign.ORDER_REPEATS]
    assert not run(order, loader, sets_epoch=True).signs[Sign.ORDER_REPEATS]
    assert run(order, loader).signs[Sign.ORDER_REPEATS]


def test_an_order_from_the_system_is_set_by_no_seed() -> None:
    class FromSystem(SequentialSampler):
        def __iter__(self) -> Iterator[int]:
            return iter(random.SystemRandom().sample(range(16), 16))

    measured = run(order, DataLoader(DATA, sampler=FromSystem(DATA)))
    assert Sign.FOLLOWS_GLOBAL_RNG not in measured.signs


@pytest.mark.parametrize(
    ("loader", "doubled", "lost"),
    [
        (DataLoader(DATA, batch_size=3), 0, 0),
        (DataLoader(DATA, batch_size=3, shuffle=True, drop_last=True), 0, 1),
        (_distributed(), 0, 0),
        (DataLoader(DATA, batch_sampler=BatchSampler([0, 1, 1, 5], 3, drop_last=False)), 1, 13),
    ],
    ids=["all", "dropped", "all ranks", "as the sampler says"],
)
def test_coverage(loader: DataLoader[Any], doubled: int, lost: int) -> None:
    measured = run(coverage, loader)
    assert (measured.figures["doubled"], measured.figures["lost"]) == (doubled, lost)
    assert measured.signs == {Sign.SAMPLES_DOUBLED: doubled > 0, Sign.SAMPLES_LOST: lost > 0}


class Numbers(IterableDataset[int]):
    """Sixteen numbers: all of them in each worker, those of its shard, or those of a shard of its own shuffling."""

    def __init__(self, how: str) -> None:
        self.how = how
        self.stored = iter(range(16))

    def __iter__(self) -> Iterator[int]:
        info = get_worker_info()
        assert info is not None
        numbers = list(range(16))
        if self.how == "stored":
            return self.stored
        if self.how == "shuffled, then sharded":
            random.shuffle(numbers)
        if self.how != "all":
            numbers = numbers[info.id :: info.num_workers]
        if self.how == "sharded, then shuffled":
            random.shuffle(numbers)
        return iter(numbers)


@pytest.mark.parametrize(
    ("how", "options", "shown"),
    [
        ("all", {}, {Sign.SAMPLES_DOUBLED}),
        ("all", {"num_workers": 1}, set()),
        ("sharded", {}, set()),
        ("sharded, then shuffled", {}, set()),
        ("shuffled, then sharded", {}, {Sign.SAMPLES_DOUBLED, Sign.SAMPLES_LOST}),
        ("sharded", {"batch_size": 3, "drop_last": True}, {Sign.SAMPLES_LOST}),
        ("stored", {"num_workers": 1}, set()),
        ("stored", {"num_workers": 1, "persistent_workers": True}, {Sign.SAMPLES_LOST}),
        ("stored", {"num_workers": 0}, {Sign.SAMPLES_LOST}),
    ],
)
def test_coverage_of_streams(how: str, options: dict[str, Any], shown: set[Sign]) -> None:
    torch.manual_seed(0)
    measured = run(coverage, DataLoader(Numbers(how), **{"num_workers": 4, "batch_size": 2, **options}))
    assert {sign for sign, is_shown in measured.signs.items() if is_shown} == shown


# -- 4: worker processes -----------------------------------------------------------------------------------------------


RECORD = 9_000  # bytes of a record: more than a file reads ahead, so that each begins with a seek


class Handle(Dataset[bytes]):
    """Reads records from a file that is opened once, or by every process."""

    def __init__(self, path: Path, *, shared: bool) -> None:
        self.path = path
        self.shared = shared
        self.file: Any = path.open("rb") if shared else None

    def __len__(self) -> int:
        return 100

    def __getitem__(self, index: int) -> bytes:
        if self.file is None:
            self.file = self.path.open("rb")
        self.file.seek(index * RECORD)
        return bytes(self.file.read(64)) + bytes(random.randrange(256) for _ in range(4))


@pytest.mark.parametrize("shared", [True, False])
def test_forked_workers_that_share_a_handle_read_wrong(
    shared: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However seldom: of one round with so few samples, hardly any is wrong if workers do not linger."""
    for name, value in (("METHODS", ("fork",)), ("ROUNDS", 1), ("BATCHES", 20)):
        monkeypatch.setattr(start_methods, name, value)
    path = tmp_path / "records.bin"
    path.write_bytes(b"".join(bytes([number]) * RECORD for number in range(100)))
    dataset = Handle(path, shared=shared)
    measured = run(start_methods, DataLoader(dataset, batch_size=4, shuffle=True, num_workers=2), budget=60)
    if shared:
        dataset.file.close()
    assert measured.signs == {Sign.RAISES: False, Sign.WRONG_SAMPLES: shared}


class Drawn(Dataset[float]):
    """Draws from a stream of its own: no read of a sample is right or wrong."""

    def __init__(self) -> None:
        self.rng = random.Random(0)

    def __len__(self) -> int:
        return 20

    def __getitem__(self, index: int) -> float:
        return index + self.rng.random()


def test_samples_that_are_drawn_are_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start_methods, "METHODS", ("fork",))
    measured = run(start_methods, DataLoader(Drawn(), num_workers=4), budget=60)
    assert measured.signs == {Sign.RAISES: False}
    assert "does not read the same twice" in measured.summary


def test_what_cannot_be_sent_to_workers_is_named() -> None:
    resource_tracker.ensure_running()
    loader = DataLoader(DATA, num_workers=2, worker_init_fn=lambda _: None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(start_methods, "METHODS", ("fork", "spawn"))
        measured = run(start_methods, loader)
    assert measured.signs == {Sign.RAISES: False, Sign.RAISES_UNFORKED: True, Sign.WRONG_SAMPLES: False}
    assert "lambda" in measured.figures["spawn"]


class Remembers(Dataset[int]):
    """Keeps what it has read."""

    def __init__(self) -> None:
        self.cache: dict[int, int] = {}

    def __len__(self) -> int:
        return 100

    def __getitem__(self, index: int) -> int:
        self.cache[index] = index
        return index


@pytest.mark.parametrize("persistent", [True, False])
def test_workers_that_persist_see_nothing_new_and_keep_what_they_know(persistent: bool) -> None:
    dataset = Remembers()
    loader = DataLoader(dataset, num_workers=2, persistent_workers=persistent)
    assert run(state, loader).signs == {Sign.STALE: persistent, Sign.CACHE_LOST: not persistent}
    assert vars(dataset) == {"cache": {}}
    assert run(startup, loader).signs == {Sign.RESTARTS: not persistent}


class Lines(Dataset[str]):
    def __init__(self, lines: Any) -> None:
        self.lines = lines

    def __len__(self) -> int:
        return len(self.lines)

    def __getitem__(self, index: int) -> str:
        return str(self.lines[index])


def test_reading_copies_python_objects() -> None:
    lines = [f"line {number} of some length" for number in range(200_000)]
    copied = run(memory, DataLoader(Lines(lines), num_workers=2), budget=30)
    shared = run(memory, DataLoader(Lines(np.array(lines)), num_workers=2), budget=30)
    assert copied.signs == {Sign.MEMORY_COPIED: True}
    assert shared.signs == {Sign.MEMORY_COPIED: False}
    assert copied.figures["copied_mb"] > 4 * shared.figures["copied_mb"]


# -- 5: what torch rejects (2.13) --------------------------------------------------------------------------------------


class Stream(IterableDataset[int]):
    def __iter__(self) -> Iterator[int]:
        return iter(range(8))


ORDER = SequentialSampler(DATA)
BATCHES = BatchSampler(ORDER, 2, drop_last=False)

REJECTED: list[tuple[dict[str, Any], str]] = [
    ({"persistent_workers": True}, "persistent_workers option needs num_workers > 0"),
    ({"prefetch_factor": 4}, "prefetch_factor option could only be specified in multiprocessing"),
    ({"prefetch_factor": 2}, "prefetch_factor option could only be specified in multiprocessing"),
    ({"prefetch_factor": -1, "num_workers": 2}, "prefetch_factor option should be non-negative"),
    ({"prefetch_factor": 0, "num_workers": 2}, "AssertionError"),
    ({"timeout": 5}, "AssertionError"),
    ({"timeout": -1}, "timeout option should be non-negative"),
    ({"num_workers": -1}, "num_workers option should be non-negative"),
    ({"multiprocessing_context": "fork"}, "multiprocessing_context can only be used with multi-process loading"),
    ({"shuffle": True, "sampler": ORDER}, "sampler option is mutually exclusive with shuffle"),
    ({"batch_sampler": BATCHES, "batch_size": 2}, "batch_sampler option is mutually exclusive"),
    ({"batch_sampler": BATCHES, "shuffle": True}, "batch_sampler option is mutually exclusive"),
    ({"batch_sampler": BATCHES, "sampler": ORDER}, "batch_sampler option is mutually exclusive"),
    ({"batch_sampler": BATCHES, "drop_last": True}, "batch_sampler option is mutually exclusive"),
    ({"batch_size": None, "drop_last": True}, "batch_size=None option disables auto-batching"),
    ({"dataset": Stream(), "shuffle": True}, "expected unspecified shuffle option"),
    ({"dataset": Stream(), "sampler": ORDER}, "expected unspecified sampler option"),
    ({"dataset": Stream(), "batch_sampler": BATCHES}, "expected unspecified batch_sampler option"),
]  # fmt: skip

ACCEPTED: list[dict[str, Any]] = [
    {"prefetch_factor": None},
    {"worker_init_fn": print},
    {"in_order": False},
    {"pin_memory": True},
    {"shuffle": False, "sampler": ORDER},
    {"batch_sampler": BATCHES, "batch_size": 1, "shuffle": False, "sampler": None, "drop_last": False},
    {"dataset": Stream(), "shuffle": False},
]


@pytest.mark.parametrize(
    ("options", "error"), REJECTED, ids=lambda value: ",".join(value) if isinstance(value, dict) else ""
)
def test_torch_rejects(options: dict[str, Any], error: str) -> None:
    measured = construct.run(Subject(DataLoader(DATA), {"dataset": DATA, **options}))
    assert measured.signs[Sign.RAISES]
    assert error in measured.summary


@pytest.mark.parametrize("options", ACCEPTED, ids=",".join)
def test_torch_accepts(options: dict[str, Any]) -> None:
    assert not construct.run(Subject(DataLoader(DATA), {"dataset": DATA, **options})).signs[Sign.RAISES]


@pytest.mark.parametrize("option", [{"persistent_workers": True}, {"prefetch_factor": 2}, {}])
def test_what_raises_without_workers_is_noted(option: dict[str, Any]) -> None:
    arguments = {"dataset": DATA, "num_workers": 1, **option}
    measured = construct.run(Subject(DataLoader(DATA), arguments))
    assert not measured.signs[Sign.RAISES]
    assert bool(measured.figures["with_no_workers"]) is bool(option)
