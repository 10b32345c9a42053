"""What the rules claim, on trial with the real torch: the cells of facts.md, and every documented example."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any

import pytest
import torch
from torch.utils.data import BatchSampler, DataLoader, IterableDataset, SequentialSampler

from tests.claims.grid import Grid, by_source, orders, run, run_example
from tests.claims.sources import INITS, GlobalStreams, Sources, seed_numpy_from_system, seed_only_random, try_inits
from tests.tools import documented

pytestmark = [
    pytest.mark.filterwarnings("ignore:This DataLoader will create 3 worker processes:UserWarning"),
    pytest.mark.filterwarnings("ignore:This DataLoader will create 4 worker processes:UserWarning"),
    pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning"),
]

# -- facts.md 1: which streams collide -------------------------------------------------------------------------------

#: Copied into every worker: the same numbers in all of them, and again in each epoch that starts workers anew.
COPIED = {
    "default_rng", "default_rng, seeded", "RandomState", "RandomState, seeded", "Random", "Random, seeded", "Generator",
    "Generator, seeded", "of a transform", "of a transform, seeded", "of the class, seeded", "of the module, seeded",
    "of the module, Random", "made if none is there",
}  # fmt: skip

#: Copied by fork; a spawned worker imports the module, and makes another.
COPIED_BY_FORK = {"of the class", "of the module"}

#: Different for each worker and each epoch.
SOUND = {
    "torch", "torch in place", "random", "numpy", "numpy kept as a module", "made by the worker's seed",
    "reseeded by worker_init_fn", "made for the item", "SystemRandom",
}  # fmt: skip

#: The same whenever the item is fetched, which is what is meant by it.
FIXED = {"made for the item from its index"}


@pytest.fixture(scope="module", params=["fork", "spawn"])
def method(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def restarted(method: str) -> Mapping[str, Grid]:
    return _run(method)


@pytest.fixture(scope="module")
def persistent(method: str) -> Mapping[str, Grid]:
    return _run(method, persistent_workers=True)


def _run(method: str, **options: Any) -> Mapping[str, Grid]:
    dataset = Sources(generators=method == "fork")
    return by_source(run(dataset, worker_init_fn=try_inits, multiprocessing_context=method, **options))


def test_every_source_is_spoken_of() -> None:
    assert set(Sources().draws(0)) == COPIED | COPIED_BY_FORK | SOUND | FIXED


@pytest.mark.parametrize("source", sorted(COPIED | COPIED_BY_FORK))
def test_rng_objects_are_copied_into_every_worker(
    source: str, method: str, restarted: Mapping[str, Grid], persistent: Mapping[str, Grid]
) -> None:
    if source.startswith("Generator") and method == "spawn":
        pytest.skip("torch 2.13 cannot send a Generator to a spawned worker")
    copied = source in COPIED or method == "fork"
    assert restarted[source].same_in_every_worker is copied
    assert restarted[source].same_in_every_epoch is copied
    assert persistent[source].same_in_every_worker is copied
    assert not persistent[source].same_in_every_epoch
    assert not restarted[source].constant


@pytest.mark.parametrize("source", sorted(SOUND))
def test_what_torch_or_the_worker_seeds_does_not_repeat(
    source: str, restarted: Mapping[str, Grid], persistent: Mapping[str, Grid]
) -> None:
    for grid in (restarted[source], persistent[source]):
        assert not grid.same_in_every_worker
        assert not grid.same_in_every_epoch


@pytest.mark.parametrize("source", sorted(FIXED))
def test_what_is_seeded_with_the_index_is_fixed(source: str, restarted: Mapping[str, Grid]) -> None:
    assert restarted[source].constant
    assert restarted[source].same_in_every_epoch


def test_one_worker_repeats_its_epochs() -> None:
    grids = by_source(run(Sources(), workers=1, multiprocessing_context="fork"))
    kept = by_source(run(Sources(), workers=1, multiprocessing_context="fork", persistent_workers=True))
    for source in sorted(COPIED | COPIED_BY_FORK):
        assert grids[source].same_in_every_epoch
        assert not kept[source].same_in_every_epoch


# -- facts.md 2: which worker_init_fn bodies are wrong ---------------------------------------------------------------

STREAMS = ("torch", "random", "numpy")


def _seeded_run(seed: int, method: str, **options: Any) -> Mapping[str, Grid]:
    torch.manual_seed(seed)
    return by_source(run(GlobalStreams(), multiprocessing_context=method, **options))


BODIES = pytest.mark.parametrize(
    ("name", "same_in_workers", "same_in_epochs", "follows_the_seed"),
    [
        ("constant", True, True, False),
        ("worker id", False, True, False),
        ("setting + worker id", False, True, False),
        ("get_state + worker id", False, True, False),
        ("initial_seed", False, False, True),
        ("worker info's seed", False, False, True),
        ("SeedSequence", False, False, True),
    ],
    ids=list(INITS),
)


@BODIES
def test_what_a_worker_init_fn_makes_of_the_streams(
    name: str, same_in_workers: bool, same_in_epochs: bool, follows_the_seed: bool
) -> None:
    init = INITS[name]
    first = _seeded_run(1, "fork", worker_init_fn=init)
    again = _seeded_run(1, "fork", worker_init_fn=init)
    other = _seeded_run(2, "fork", worker_init_fn=init)
    kept = _seeded_run(1, "fork", worker_init_fn=init, persistent_workers=True)
    for stream in STREAMS:
        assert first[stream].same_in_every_worker is same_in_workers
        assert first[stream].same_in_every_epoch is same_in_epochs
        assert kept[stream].same_in_every_worker is same_in_workers
        assert not kept[stream].same_in_every_epoch
        assert first[stream] == again[stream]
        assert (first[stream] != other[stream]) is follows_the_seed


def test_without_a_function_torch_seeds_well() -> None:
    first, again, other = (_seeded_run(seed, "fork") for seed in (1, 1, 2))
    for stream in STREAMS:
        assert not first[stream].same_in_every_worker
        assert not first[stream].same_in_every_epoch
        assert first[stream] == again[stream] != other[stream]


@BODIES
def test_it_does_not_depend_on_the_start_method(
    name: str,
    same_in_workers: bool,
    same_in_epochs: bool,
    follows_the_seed: bool,  # noqa: ARG001 - tried above
    restarted: Mapping[str, Grid],
) -> None:
    assert restarted[name].same_in_every_worker is same_in_workers
    assert restarted[name].same_in_every_epoch is same_in_epochs


def test_a_seed_from_the_system_is_never_reproducible() -> None:
    first, again = (_seeded_run(1, "fork", worker_init_fn=seed_numpy_from_system)["numpy"] for _ in range(2))
    assert not first.same_in_every_worker
    assert not first.same_in_every_epoch
    assert first != again


def test_seeding_another_stream_does_nothing() -> None:
    bare, seeded = _seeded_run(1, "fork"), _seeded_run(1, "fork", worker_init_fn=seed_only_random)
    assert bare["numpy"] == seeded["numpy"]
    assert bare["torch"] == seeded["torch"]
    assert seeded["random"].same_in_every_worker


# -- facts.md 5: what torch itself rejects (2.13) --------------------------------------------------------------------


class Stream(IterableDataset[int]):
    def __iter__(self) -> Any:
        return iter(range(8))


DATA: Any = range(8)
ORDER = SequentialSampler(DATA)
BATCHES = BatchSampler(ORDER, 2, drop_last=False)

AT_ONCE: list[tuple[dict[str, Any], str]] = [
    ({"persistent_workers": True}, "persistent_workers option needs num_workers > 0"),
    ({"prefetch_factor": 4}, "prefetch_factor option could only be specified in multiprocessing"),
    ({"prefetch_factor": 2}, "prefetch_factor option could only be specified in multiprocessing"),
    ({"prefetch_factor": -1, "num_workers": 2}, "prefetch_factor option should be non-negative"),
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

#: torch's own clean-up trips over the iterator that it has not finished building.
UNFINISHED = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

ON_THE_FIRST_BATCH: list[dict[str, Any]] = [{"timeout": 5}, {"prefetch_factor": 0, "num_workers": 2}]

ACCEPTED: list[dict[str, Any]] = [
    {"prefetch_factor": None},
    {"worker_init_fn": print},
    {"in_order": False},
    {"shuffle": False, "sampler": ORDER},
    {"batch_sampler": BATCHES, "batch_size": 1, "shuffle": False, "sampler": None, "drop_last": False},
    {"dataset": Stream(), "shuffle": False},
]


def _loader(options: dict[str, Any]) -> DataLoader[Any]:
    return DataLoader(**{"dataset": DATA, **options})


@pytest.mark.parametrize(("options", "error"), AT_ONCE, ids=lambda value: ",".join(value) if value else "")
def test_torch_refuses_at_once(options: dict[str, Any], error: str) -> None:
    with pytest.raises(ValueError, match=error):
        _loader(options)


@UNFINISHED
@pytest.mark.parametrize("options", ON_THE_FIRST_BATCH, ids=",".join)
def test_torch_refuses_on_the_first_batch(options: dict[str, Any]) -> None:
    loader = _loader(options)
    with pytest.raises(AssertionError):
        next(iter(loader))


@pytest.mark.parametrize("options", ACCEPTED, ids=",".join)
def test_torch_accepts(options: dict[str, Any]) -> None:
    assert list(islice(_loader(options), 2))


# -- every documented example, and what to use instead -----------------------------------------------------------------


def _program(code: str, section: str) -> DataLoader[Any]:
    """Run a code block of a rule's documentation, and return its loader."""
    names: dict[str, Any] = {}
    exec(documented(code, section), names)
    loader = names["loader"]
    assert isinstance(loader, DataLoader)
    return loader


def test_ll101_example() -> None:
    bad, good = (run_example(_program("LL101", section)) for section in ("Example", "Use instead"))
    assert bad.same_in_every_worker
    assert bad.same_in_every_epoch
    assert not good.same_in_every_worker
    assert not good.same_in_every_epoch


def test_ll103_example_does_not_repeat_and_is_made_repeatable() -> None:
    def augmentation(section: str, draws_before: int) -> Grid:
        loader = _program("LL103", section)
        torch.rand(draws_before)
        return run_example(loader)

    bad, bad_after_draws = augmentation("Example", 0), augmentation("Example", 1)
    assert not bad.same_in_every_worker
    assert not bad.same_in_every_epoch
    assert bad != bad_after_draws
    good, good_after_draws = augmentation("Use instead", 0), augmentation("Use instead", 1)
    assert not good.same_in_every_worker
    assert not good.same_in_every_epoch
    assert good == good_after_draws


def test_ll104_example() -> None:
    bad, good = (run_example(_program("LL104", section)) for section in ("Example", "Use instead"))
    assert not bad.same_in_every_worker
    assert bad.same_in_every_epoch
    assert not good.same_in_every_worker
    assert not good.same_in_every_epoch


def test_ll107_example() -> None:
    def order(section: str, draws_before: int) -> list[list[int]]:
        loader = _program("LL107", section)
        torch.rand(draws_before)
        return orders(loader)

    assert order("Example", 0) == order("Example", 0) != order("Example", 1)
    assert order("Use instead", 0) == order("Use instead", 0) == order("Use instead", 1)


@pytest.mark.parametrize("code", ["LL201", "LL202", "LL203", "LL204", "LL205", "LL206"])
def test_ll2_examples(code: str) -> None:
    with pytest.raises(ValueError, match="option"):
        _program(code, "Example")
    assert list(islice(_program(code, "Use instead"), 2))


def test_ll208_example() -> None:
    loader = _program("LL208", "Example")
    with pytest.raises(AssertionError):
        next(iter(loader))
    assert list(islice(_program("LL208", "Use instead"), 2))
