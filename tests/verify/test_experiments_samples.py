"""Experiments cope with samples, datasets and loaders of all kinds, and leave everything as they found it."""

from __future__ import annotations

import itertools
import multiprocessing
import pickle
import random
import subprocess
import sys
import threading
import time
from collections import OrderedDict, namedtuple
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest
import torch
from torch.utils.data import (
    BatchSampler,
    DataLoader,
    Dataset,
    IterableDataset,
    RandomSampler,
    Sampler,
    SequentialSampler,
    Subset,
    get_worker_info,
)

from loaderlint.claim import Sign
from loaderlint.verifying.child.experiments import (
    coverage,
    draws,
    memory,
    order,
    samples,
    start_methods,
    startup,
    state,
    throughput,
)
from loaderlint.verifying.child.experiments._digest import NotDigestibleError, digest
from loaderlint.verifying.child.experiments._reading import drain
from loaderlint.verifying.child.subject import Subject, shut_down
from loaderlint.verifying.shared.measurement import Measurement

pytestmark = [
    pytest.mark.filterwarnings("ignore:This DataLoader will create:UserWarning"),
    pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning"),
]

Pair = namedtuple("Pair", "image label")  # as programs have it


@dataclass
class Record:
    image: Any
    label: int


class Plain:
    def __init__(self, image: Any) -> None:
        self.image = image


class Slots:
    __slots__ = ("image",)

    def __init__(self, image: Any) -> None:
        self.image = image


# -- what samples are made of ------------------------------------------------------------------------------------------

#: What a sample may be made of, from an array.
KINDS: dict[str, Callable[[Any], Any]] = {
    "array": lambda a: a,
    "tensor": torch.from_numpy,
    "float16": lambda a: torch.from_numpy(a).half(),
    "bfloat16": lambda a: torch.from_numpy(a).bfloat16(),
    "bool": lambda a: torch.from_numpy(a) > 0.5,
    "complex": lambda a: torch.from_numpy(a).to(torch.complex64).conj(),
    "sparse": lambda a: torch.from_numpy(a).to_sparse(),
    "not contiguous": lambda a: torch.from_numpy(a).T,
    "read-only": lambda a: np.broadcast_to(a, (2, *a.shape)),
    "object array": lambda a: np.array([a, None], dtype=object),
    "array of text": lambda a: a.astype(str),
    "scalar": lambda a: a.sum(),
    "float": lambda a: float(a.sum()),
    "text": str,
    "bytes": lambda a: a.tobytes(),
    "dict": lambda a: {"image": a, "label": None},
    "OrderedDict": lambda a: OrderedDict(image=a),
    "tuple": lambda a: (a, 1),
    "list": lambda a: [a, "text"],
    "set": lambda a: set(a.ravel().tolist()),
    "namedtuple": lambda a: Pair(a, 1),
    "dataclass": lambda a: Record(a, 1),
    "object": Plain,
    "object with slots": Slots,
    "nested": lambda a: {"a": [(Plain(a), {"b": None})]},
    "path": lambda a: Path(str(a.sum())),
}


def _array(seed: int) -> Any:
    return np.random.default_rng(seed).random((3, 4))


@pytest.mark.parametrize("kind", KINDS)
def test_equal_samples_have_equal_digests_and_others_have_others(kind: str) -> None:
    make = KINDS[kind]
    assert digest(make(_array(0))) == digest(make(_array(0))) != digest(make(_array(1)))


def digest_of(kind: str) -> str:
    return digest(KINDS[kind](_array(0)))


def test_digests_are_the_same_in_every_process() -> None:
    path = f"import sys; sys.path.insert(0, {str(Path(__file__).parents[2])!r})"
    code = f"{path}; from tests.verify.test_experiments_samples import *; print(*map(digest_of, KINDS))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [digest_of(kind) for kind in KINDS]


def test_digests_tell_kinds_apart() -> None:
    kinds = [
        *(make(_array(0)) for kind, make in KINDS.items() if kind != "sparse"),
        None,
        0,
        0.0,
        False,
        "0",
        b"0",
        [],
        (),
        {},
        [[]],
        [None],
        digest,
    ]
    assert len({digest(value) for value in kinds}) == len(kinds)


def test_a_digest_ends_where_an_object_holds_itself() -> None:
    first: list[Any] = [1]
    first.append(first)
    assert digest(first) == digest(first)


@pytest.mark.parametrize("value", [(number for number in range(3)), threading.Lock()], ids=["generator", "lock"])
def test_what_has_no_content_is_said_to_have_none(value: Any) -> None:
    with pytest.raises(NotDigestibleError, match="no content that can be compared"):
        digest({"here": value})


# -- what datasets and loaders are like --------------------------------------------------------------------------------


class Noisy(Dataset[Any]):
    """Samples of a kind, made with an RNG that workers get copies of, unless `sound`."""

    def __init__(self, kind: str = "array", *, sound: bool = False) -> None:
        self.kind = kind
        self.rng = np.random.default_rng()
        self.sound = sound

    def __len__(self) -> int:
        return 20

    def __getitem__(self, index: int) -> Any:
        rng = np.random.mtrand._rand if self.sound else self.rng
        return KINDS[self.kind](index + rng.random((3, 4)))


def listed(samples: list[Any]) -> list[Any]:
    return samples


def run(experiment: Any, loader: DataLoader[Any], budget: float = 20, **options: Any) -> Measurement:
    """Run an experiment, which leaves no trace on anything."""
    before = _traces(loader)
    measured: Measurement = experiment.run(Subject(loader, {}, budget=budget, **options))
    assert _traces(loader) == before
    return measured


def _traces(loader: DataLoader[Any]) -> dict[str, str]:
    return {
        "torch": digest(torch.get_rng_state()),
        "random": digest(random.getstate()),
        "numpy": digest(np.random.get_state()),
        "generator": digest(loader.generator and loader.generator.get_state()),
        "sampler": _state_of(loader.sampler),
        "batch_sampler": _state_of(loader.batch_sampler),
        "dataset": _state_of(loader.dataset),
        "children": digest(sorted(str(child.pid) for child in psutil.Process().children(recursive=True))),
    }


def _state_of(holder: Any) -> str:
    """Digest what an object holds, as far as that has content."""
    return digest(
        {name: pickle.dumps(value) for name, value in getattr(holder, "__dict__", {}).items() if _has_content(value)}
    )


def _has_content(value: Any) -> bool:
    return not isinstance(value, (torch.Generator, Dataset, Sampler))


@pytest.mark.parametrize("kind", ["tensor", "dict", "namedtuple", "dataclass", "object", "bytes"])
@pytest.mark.parametrize("sound", [False, True], ids=["shared", "sound"])
def test_draws_of_every_kind_of_sample(kind: str, sound: bool) -> None:
    measured = run(draws, DataLoader(Noisy(kind, sound=sound), batch_size=2, num_workers=2, collate_fn=listed))
    assert measured.signs[Sign.WORKERS_ALIKE] is not sound
    assert measured.signs[Sign.EPOCHS_ALIKE] is not sound
    assert measured.coincidence is not None
    assert measured.coincidence < 1e-4


class Batches(Sampler[list[int]]):
    """A sampler with a state of its own, as programs write them."""

    def __init__(self) -> None:
        super().__init__()
        self.rng = np.random.default_rng(0)
        self.random = random.Random(0)
        self.order = list(range(20))
        self.epoch = 0

    def __iter__(self) -> Iterator[list[int]]:
        self.epoch += 1
        self.random.shuffle(self.order)
        for _ in range(5):
            yield [self.order[i] for i in self.rng.integers(0, 20, 4)]

    def __len__(self) -> int:
        return 5


class Repeating(DataLoader[Any]):
    """Keeps its workers itself, as some public loaders do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        object.__setattr__(self, "batch_sampler", _Forever(self.batch_sampler))
        self.iterator: Any = super().__iter__()

    def __len__(self) -> int:
        return len(self.batch_sampler.batches)  # type: ignore[union-attr]

    def __iter__(self) -> Any:
        for _ in range(len(self)):
            yield next(self.iterator)


class _Forever:
    def __init__(self, batches: Any) -> None:
        self.batches = batches

    def __iter__(self) -> Iterator[Any]:
        while True:
            yield from iter(self.batches)


class OnDevice(DataLoader[Any]):
    """Does something to batches that cannot be done to digests; and its arguments have other names."""

    def __init__(self, data: Any, size: int, **kwargs: Any) -> None:
        super().__init__(data, size, **kwargs)

    def __iter__(self) -> Any:
        for batch in super().__iter__():
            yield batch.to("cpu")


LOADERS: dict[str, Callable[[Any], DataLoader[Any]]] = {
    "plain": lambda data: DataLoader(data, num_workers=2),
    "no workers": lambda data: DataLoader(data, batch_size=4, shuffle=True),
    "one worker": lambda data: DataLoader(data, batch_size=4, num_workers=1),
    "no batches": lambda data: DataLoader(data, batch_size=None, num_workers=2),
    "a sampler": lambda data: DataLoader(data, sampler=RandomSampler(data), batch_size=3, num_workers=2),
    "a batch sampler": lambda data: DataLoader(data, batch_sampler=Batches(), num_workers=2),
    "torch's batch sampler": lambda data: DataLoader(
        data, batch_sampler=BatchSampler(SequentialSampler(data), 4, drop_last=True), num_workers=2
    ),
    "persistent": lambda data: DataLoader(
        data, batch_size=4, num_workers=2, persistent_workers=True, prefetch_factor=4
    ),
    "a generator": lambda data: DataLoader(
        data, shuffle=True, num_workers=2, generator=torch.Generator().manual_seed(1), timeout=60
    ),
    "any order": lambda data: DataLoader(data, num_workers=2, in_order=False, pin_memory=True),
    "a part": lambda data: DataLoader(Subset(data, [3, 4, 5, 6, 7, 8]), shuffle=True, num_workers=2),
    "of its own class": lambda data: OnDevice(data, 4, num_workers=2),
}


@pytest.mark.parametrize("name", LOADERS)
def test_draws_of_every_kind_of_loader(name: str) -> None:
    for sound in (False, True):
        measured = run(draws, LOADERS[name](Noisy(sound=sound)))
        assert measured.signs[Sign.WORKERS_ALIKE] is not sound
        assert measured.signs[Sign.EPOCHS_ALIKE] is (not sound and name != "persistent")
        assert measured.signs[Sign.ITEM_CONSTANT] is False
        assert ("tried with 2 workers" in measured.summary) is (name in ("no workers", "one worker"))


@pytest.mark.parametrize("name", ["no workers", "no batches", "a batch sampler", "any order", "of its own class"])
@pytest.mark.parametrize(
    "experiment", [order, coverage, startup, state, throughput], ids=lambda e: e.__name__.rpartition(".")[2]
)
def test_every_experiment_takes_every_kind_of_loader(experiment: Any, name: str) -> None:
    measured = run(experiment, LOADERS[name](Noisy(sound=True)), budget=2)
    assert measured.not_run == ("the loader has no workers" if name == "no workers" and experiment is startup else "")


def test_workers_that_a_subclass_keeps_are_kept() -> None:
    loader = Repeating(Noisy(), batch_size=4, num_workers=2)
    measured = run(draws, loader)
    assert measured.signs[Sign.WORKERS_ALIKE]
    loader.iterator._shutdown_workers()


# -- what hides, and what is not there ---------------------------------------------------------------------------------


class Mixed(Dataset[Any]):
    """Adds sound noise to noise that repeats."""

    def __init__(self, *, seeds: bool = False) -> None:
        self.rng = np.random.default_rng()
        self.seeds = seeds

    def __len__(self) -> int:
        return 8

    def __getitem__(self, index: int) -> float:
        if self.seeds:
            random.seed(0)
        return float(torch.rand(())) + (random.random() if self.seeds else self.rng.random())


def test_noise_that_repeats_shows_beneath_noise_that_does_not() -> None:
    measured = run(draws, DataLoader(Mixed(), num_workers=2))
    assert measured.signs[Sign.WORKERS_ALIKE]
    assert measured.signs[Sign.EPOCHS_ALIKE]
    assert not measured.figures["parts"][""][Sign.WORKERS_ALIKE.name]
    assert "held still" in measured.summary


def test_a_stream_that_item_code_seeds_shows_beneath_noise() -> None:
    measured = run(draws, DataLoader(Mixed(seeds=True), num_workers=2))
    assert measured.signs[Sign.ITEM_CONSTANT]
    assert measured.figures["seeded_by_items"] == ["random"]
    assert not measured.signs[Sign.WORKERS_ALIKE]


def test_samples_without_randomness_repeat_nothing() -> None:
    measured = run(draws, DataLoader(range(20), num_workers=2))  # type: ignore[arg-type]
    assert measured.signs[Sign.ITEM_CONSTANT]
    assert not measured.signs.keys() & {Sign.WORKERS_ALIKE, Sign.EPOCHS_ALIKE, Sign.FOLLOWS_GLOBAL_RNG}


def flipped(samples: list[float]) -> list[float]:
    return [-sample if torch.rand(()) < 0.5 else sample for sample in samples]


def shared_flips(samples: list[float], rng: Any = np.random.default_rng(0)) -> list[float]:  # noqa: B008
    return [-sample if rng.random() < 0.5 else sample for sample in samples]


@pytest.mark.parametrize(("collate", "alike"), [(flipped, False), (shared_flips, True)])
def test_randomness_of_a_collate_fn_is_seen(collate: Any, alike: bool) -> None:
    measured = run(draws, DataLoader([1.0] * 20, num_workers=2, batch_size=4, collate_fn=collate))  # type: ignore[arg-type]
    assert measured.signs[Sign.WORKERS_ALIKE] is alike
    assert measured.coincidence is not None
    assert measured.coincidence < 1e-4


class Locked(Dataset[Any]):
    """Samples with a part that has no content, beside one that has, or alone."""

    def __init__(self, *, alone: bool) -> None:
        self.rng = np.random.default_rng()
        self.alone = alone

    def __len__(self) -> int:
        return 8

    def __getitem__(self, index: int) -> Any:
        return threading.Lock() if self.alone else {"lock": threading.Lock(), "noise": self.rng.random()}


def test_samples_are_compared_by_the_parts_that_have_content() -> None:
    assert run(draws, DataLoader(Locked(alone=False), num_workers=2)).signs[Sign.WORKERS_ALIKE]


def test_samples_without_content_are_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start_methods, "METHODS", ("fork",))
    for experiment in (draws, start_methods):
        measured = run(experiment, DataLoader(Locked(alone=True), num_workers=2))
        assert not measured.signs
        assert "no content that can be compared" in measured.not_run


class Rare(Dataset[bool]):
    """Is true once in fifty times, in the same draws of every worker or not."""

    def __init__(self) -> None:
        self.rng = np.random.default_rng(0)

    def __len__(self) -> int:
        return 4

    def __getitem__(self, index: int) -> bool:
        return bool(self.rng.random() < 0.02)


def test_what_happens_rarely_needs_many_draws() -> None:
    measured = run(draws, DataLoader(Rare(), num_workers=2))
    assert measured.figures["draws"] == draws.MORE_DRAWS
    assert measured.signs[Sign.WORKERS_ALIKE]


# -- streams -----------------------------------------------------------------------------------------------------------


class Stream(IterableDataset[Any]):
    """Numbers with noise from a shared or a sound RNG; shared out among the workers, or not."""

    def __init__(self, *, sound: bool, shards: bool = True, length: int = 40) -> None:
        self.rng = np.random.default_rng()
        self.sound = sound
        self.shards = shards
        self.length = length

    def __iter__(self) -> Iterator[tuple[int, float]]:
        info = get_worker_info()
        numbers = range(info.id, self.length, info.num_workers) if info and self.shards else range(self.length)
        for number in numbers:
            yield number, random.random() if self.sound else self.rng.random()


@pytest.mark.parametrize("shards", [True, False])
@pytest.mark.parametrize("sound", [True, False])
@pytest.mark.parametrize("batch_size", [4, None])
def test_draws_of_a_stream(sound: bool, shards: bool, batch_size: int | None) -> None:
    measured = run(draws, DataLoader(Stream(sound=sound, shards=shards), batch_size=batch_size, num_workers=2))
    assert measured.signs[Sign.WORKERS_ALIKE] is not sound
    assert measured.signs[Sign.EPOCHS_ALIKE] is not sound
    assert measured.signs[Sign.FOLLOWS_GLOBAL_RNG] is sound


class Fused(Stream):
    """A stream of which each worker reads a part, in samples that do not tell numbers from noise."""

    def __iter__(self) -> Iterator[Any]:
        for number, noise in super().__iter__():
            yield number + noise


@pytest.mark.parametrize("sound", [True, False])
def test_workers_that_read_parts_of_a_stream_are_compared_on_the_whole(sound: bool) -> None:
    measured = run(draws, DataLoader(Fused(sound=sound), num_workers=2))
    assert measured.signs[Sign.WORKERS_ALIKE] is not sound
    assert measured.signs[Sign.EPOCHS_ALIKE] is not sound


class SharedOut(IterableDataset[float]):
    """Numbers with sound noise, of which `worker_init_fn` gives each worker a part."""

    begin = 0

    def __iter__(self) -> Iterator[float]:
        for number in range(self.begin, 1000):
            yield number + random.random()


def share_out(worker_id: int) -> None:
    info: Any = get_worker_info()
    info.dataset.begin = 500 * worker_id


def test_workers_that_read_different_samples_are_not_compared() -> None:
    measured = run(draws, DataLoader(SharedOut(), num_workers=2, worker_init_fn=share_out))
    assert Sign.WORKERS_ALIKE not in measured.signs
    assert not measured.signs[Sign.EPOCHS_ALIKE]
    assert "cannot be compared" in measured.summary


class Slow(Noisy):
    def __getitem__(self, index: int) -> Any:
        time.sleep(0.1)
        return super().__getitem__(index)


def test_the_time_is_kept() -> None:
    begun = time.monotonic()
    measured = run(draws, DataLoader(Slow(), num_workers=2), budget=6)
    assert measured.signs[Sign.WORKERS_ALIKE]
    assert time.monotonic() - begun < 30  # all draws take more than 60 s


class SlowAlike(Slow):
    def __getitem__(self, index: int) -> Any:
        super().__getitem__(index)
        return index


@pytest.mark.parametrize("kind", [Slow, SlowAlike])
def test_slow_samples_are_made_few_times_and_more_often_only_where_that_tells_nothing(kind: type[Slow]) -> None:
    measured = run(draws, DataLoader(kind(), num_workers=2), budget=6)
    assert len(measured.grids[0].columns) == draws.FEWEST_DRAWS
    assert measured.more_time is (kind is SlowAlike)
    assert measured.signs.get(Sign.WORKERS_ALIKE, False) is (kind is Slow)


def test_draws_of_a_stream_without_randomness() -> None:
    measured = run(draws, DataLoader(Stream(sound=True, length=0), num_workers=2))
    assert measured.not_run


@pytest.mark.parametrize("shards", [True, False])
@pytest.mark.parametrize("sound", [True, False])
def test_coverage_of_a_stream_with_noise(sound: bool, shards: bool) -> None:
    measured = run(coverage, DataLoader(Stream(sound=sound, shards=shards), batch_size=4, num_workers=2))
    assert measured.figures["given"] == (40 if shards else 80)
    assert measured.signs.get(Sign.SAMPLES_DOUBLED, False) is not shards


class Endless(IterableDataset[int]):
    def __init__(self, *, shards: bool) -> None:
        self.shards = shards

    def __iter__(self) -> Iterator[int]:
        info = get_worker_info()
        assert info is not None
        yield from itertools.count(info.id if self.shards else 0, info.num_workers if self.shards else 1)


@pytest.mark.parametrize("shards", [True, False])
def test_coverage_of_a_stream_without_end(shards: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coverage, "MOST_SAMPLES", 400)
    measured = run(coverage, DataLoader(Endless(shards=shards), batch_size=4, num_workers=2), budget=60)
    assert measured.signs == {Sign.SAMPLES_DOUBLED: not shards}


def test_experiments_without_an_answer_for_streams_say_so() -> None:
    loader = DataLoader(Stream(sound=True), num_workers=2)
    assert run(order, loader).not_run
    assert run(memory, loader).not_run
    assert run(state, loader).signs == {Sign.STALE: False}
    assert run(startup, loader).signs == {Sign.RESTARTS: True}


def test_forked_workers_read_a_stream_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start_methods, "METHODS", ("fork",))
    measured = run(start_methods, DataLoader(Stream(sound=True), batch_size=4, num_workers=2), budget=5)
    assert measured.signs == {Sign.RAISES: False, Sign.WRONG_SAMPLES: False}


class Forty(Dataset[int]):
    def __len__(self) -> int:
        return 40

    def __getitem__(self, index: int) -> Any:
        return index


EIGHT: Any = range(8)
UNPICKLABLE: Any = [lambda: 1] * 8


def test_what_raises_is_shown_though_there_is_no_time_for_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a use for right samples, none are compared, and the first method but fork that raises is the last."""
    monkeypatch.setattr(start_methods, "METHODS", ("fork", "spawn", "forkserver"))
    loader = DataLoader(UNPICKLABLE, batch_size=4, collate_fn=len)
    measured = start_methods.run(Subject(loader, {}, budget=60, wanted=frozenset({Sign.RAISES_UNFORKED})))
    assert measured.signs == {Sign.RAISES: False, Sign.RAISES_UNFORKED: True}
    assert measured.figures["spawn"].startswith("raises ")
    assert "forkserver" not in measured.figures


def test_a_loader_that_spawns_is_tried_as_it_is() -> None:
    loader = DataLoader(EIGHT, num_workers=1, multiprocessing_context="spawn")
    measured = start_methods.run(Subject(loader, {}, budget=60, wanted=frozenset({Sign.RAISES_UNFORKED})))
    assert measured.signs == {Sign.RAISES: False, Sign.RAISES_UNFORKED: False}
    assert measured.figures.keys() == {"workers", "spawn"}


def test_other_methods_are_not_tried_where_nobody_asks_for_them() -> None:
    wanted = frozenset({Sign.RAISES, Sign.WRONG_SAMPLES})
    measured = start_methods.run(Subject(DataLoader(UNPICKLABLE, collate_fn=len), {}, budget=60, wanted=wanted))
    assert measured.signs[Sign.RAISES] is False
    assert Sign.RAISES_UNFORKED not in measured.signs
    assert measured.figures.keys() - {"compared"} == {"workers", multiprocessing.get_start_method()}


def test_a_worker_that_imports_for_longer_than_there_is_time_does_not_raise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start_methods, "METHODS", ("spawn",))
    monkeypatch.setattr(start_methods, "_TICK", 0.01)
    measured = start_methods.run(Subject(DataLoader(EIGHT), {}, budget=0.01))
    assert measured.signs == {}
    assert measured.more_time
    assert measured.figures["spawn"] == "not tried, as time was up"


def test_an_epoch_that_was_cut_off_is_gone_before_the_next_begins() -> None:
    loader = DataLoader(Forty(), batch_size=1, num_workers=2, persistent_workers=True)
    iterator: Any = iter(loader)
    next(iterator)
    assert iterator._tasks_outstanding > 0
    drain(loader)
    assert iterator._tasks_outstanding == 0
    assert len(list(loader)) == len(Forty())
    shut_down(loader)


class LateNone(Forty):
    def __getitem__(self, index: int) -> Any:
        return None if index == len(self) - 1 else index


@pytest.mark.parametrize("kind", [Forty, LateNone])
def test_every_sample_is_made_as_long_as_there_is_time(kind: type[Forty]) -> None:
    assert run(samples, DataLoader(kind(), batch_size=2)).signs == {Sign.RAISES: kind is LateNone}
    cut_off = run(samples, DataLoader(kind(), batch_size=2), budget=0)
    assert (cut_off.signs, cut_off.more_time) == ({}, True)
