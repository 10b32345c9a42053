"""Sources of randomness, each drawn from once for every item of one dataset, by name."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Hashable
from functools import lru_cache, partial
from typing import Any

import numpy as np
import torch
from torch.utils.data import Dataset, get_worker_info

MODULE_SEEDED = np.random.default_rng(0)
MODULE_UNSEEDED = np.random.default_rng()
MODULE_PYTHON = random.Random(0)

Draws = dict[str, Callable[[], Hashable]]


@lru_cache
def cached(_: int) -> float:
    return random.random()


class Transform:
    def __init__(self, seed: int | None) -> None:
        self.rng = np.random.default_rng(seed)

    def __call__(self, value: float) -> float:
        return value + float(self.rng.random())


class Sources(Dataset[dict[str, Hashable]]):
    """An item has a number from each source. One is drawn in the main process, as by a look at a dataset.

    `generators` says whether torch's are among the sources: they cannot be sent to a spawned worker.
    """

    class_seeded = np.random.default_rng(0)
    class_unseeded = np.random.default_rng()
    numpy_module = np.random  # neither this nor the next can be pickled for a spawned worker
    system = random.SystemRandom()

    def __init__(self, *, generators: bool = True) -> None:
        self.default_rng = np.random.default_rng()
        self.default_rng_seeded = np.random.default_rng(0)
        self.random_state = np.random.RandomState()
        self.random_state_seeded = np.random.RandomState(0)
        self.python = random.Random()
        self.python_seeded = random.Random(0)
        self.generators: dict[str, torch.Generator] = {}
        if generators:
            self.generators["Generator"] = torch.Generator()
            self.generators["Generator, seeded"] = torch.Generator().manual_seed(0)
        self.transform = Transform(None)
        self.transform_seeded = Transform(0)
        self.if_none: np.random.Generator | None = None
        self.keyed: tuple[tuple[int, int], np.random.Generator] | None = None
        self.reseeded = np.random.default_rng(0)
        self.after_init: Draws = {}
        self[0]
        cached.cache_clear()

    def __len__(self) -> int:
        return 8

    def __getitem__(self, index: int) -> dict[str, Hashable]:
        return {name: draw() for name, draw in (self._draws(index) | self.after_init).items()}

    def _draws(self, index: int) -> Draws:
        return {
            "torch": lambda: float(torch.rand(())),
            "torch in place": lambda: float(torch.empty(()).uniform_()),
            "torch.distributions": lambda: float(torch.distributions.Normal(0.0, 1.0).sample()),  # type: ignore[no-untyped-call]
            "random": random.random,
            "numpy": np.random.random,
            "numpy kept as a module": self.numpy_module.random,
            "default_rng": self.default_rng.random,
            "default_rng, seeded": self.default_rng_seeded.random,
            "RandomState": self.random_state.rand,
            "RandomState, seeded": self.random_state_seeded.rand,
            "Random": self.python.random,
            "Random, seeded": self.python_seeded.random,
            "of a transform": lambda: self.transform(0.0),
            "of a transform, seeded": lambda: self.transform_seeded(0.0),
            "of the class": self.class_unseeded.random,
            "of the class, seeded": self.class_seeded.random,
            "of the module": MODULE_UNSEEDED.random,
            "of the module, seeded": MODULE_SEEDED.random,
            "of the module, Random": MODULE_PYTHON.random,
            "made if none is there": self._if_none,
            "made by the worker's seed": self._by_seed,
            "reseeded by worker_init_fn": self.reseeded.random,
            "made for the item": lambda: float(np.random.default_rng().random()),
            "made for the item, Random": lambda: random.Random().random(),
            "made for the item, seeded": lambda: float(np.random.default_rng(0).random()),
            "made for the item from its index": lambda: float(np.random.default_rng(index).random()),
            "uuid4": lambda: uuid.uuid4().hex,
            "SystemRandom": self.system.random,
            "cached": lambda: cached(index),
            **{name: partial(_rand, generator) for name, generator in self.generators.items()},
        }

    def _if_none(self) -> float:
        if self.if_none is None:
            self.if_none = np.random.default_rng()
        return float(self.if_none.random())

    def _by_seed(self) -> float:
        info = get_worker_info()
        key = (-1, -1) if info is None else (info.id, info.seed)
        if self.keyed is None or self.keyed[0] != key:
            self.keyed = (key, np.random.default_rng(key[1] % 2**32))
        return float(self.keyed[1].random())


def _rand(generator: torch.Generator) -> float:
    return float(torch.rand((), generator=generator))


# -- functions for `worker_init_fn` ------------------------------------------------------------------------------------


def seed_all(seed_of: Callable[[int], int], worker_id: int) -> None:
    seed = seed_of(worker_id)
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)


def _constant(_: int) -> int:
    return 42


def _worker_id(worker_id: int) -> int:
    return worker_id


def _setting_and_id(worker_id: int) -> int:
    return 1234 + worker_id


def _state_and_id(worker_id: int) -> int:
    return int(np.random.get_state()[1][0]) + worker_id  # type: ignore[index]


def _initial_seed(_: int) -> int:
    return torch.initial_seed() % 2**32


def _high_word_and_id(worker_id: int) -> int:
    return torch.initial_seed() // 2**32 + worker_id


def _info_seed(_: int) -> int:
    info = get_worker_info()
    assert info is not None
    return info.seed % 2**32


def _range_and_id(worker_id: int) -> int:
    return torch.initial_seed() % (2**32 - 1) + worker_id


def _from_sequence(worker_id: int) -> int:
    return int(np.random.SeedSequence([torch.initial_seed(), worker_id]).generate_state(1)[0])


def no_init(_: int) -> None:
    pass


def seed_numpy_from_system(_: int) -> None:
    np.random.seed()


def seed_only_random(_: int) -> None:
    random.seed(0)


#: What bodies do, by what they seed with.
INITS: dict[str, Callable[[int], None]] = {
    "none": no_init,
    "constant": partial(seed_all, _constant),
    "worker id": partial(seed_all, _worker_id),
    "setting + worker id": partial(seed_all, _setting_and_id),
    "get_state + worker id": partial(seed_all, _state_and_id),
    "initial_seed % 2**32": partial(seed_all, _initial_seed),
    "initial_seed // 2**32 + id": partial(seed_all, _high_word_and_id),
    "worker info's seed": partial(seed_all, _info_seed),
    "initial_seed % (2**32 - 1) + id": partial(seed_all, _range_and_id),
    "SeedSequence": partial(seed_all, _from_sequence),
    "system, NumPy only": seed_numpy_from_system,
    "constant, random only": seed_only_random,
}


def try_inits(worker_id: int) -> None:
    """The `worker_init_fn` for `Sources`: reseeds one source, and adds the streams as each of `INITS` would leave them.

    It leaves the global streams as torch has seeded them. So one start of workers, slow under spawn, tries them all.
    """
    info = get_worker_info()
    assert info is not None
    dataset: Any = info.dataset
    dataset.reseeded = np.random.default_rng(info.seed)
    state = torch.get_rng_state(), random.getstate(), np.random.get_state()
    for name, init in INITS.items():
        init(worker_id)
        as_torch, as_random, as_numpy = torch.Generator(), random.Random(), np.random.RandomState()
        as_torch.set_state(torch.get_rng_state())
        as_random.setstate(random.getstate())
        as_numpy.set_state(np.random.get_state())
        dataset.after_init[f"torch after {name}"] = partial(_rand, as_torch)
        dataset.after_init[f"random after {name}"] = as_random.random
        dataset.after_init[f"numpy after {name}"] = as_numpy.random_sample
        torch.set_rng_state(state[0])
        random.setstate(state[1])
        np.random.set_state(state[2])
