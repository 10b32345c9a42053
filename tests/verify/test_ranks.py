"""Programs on several ranks: what these have in common, and what they share out."""

from __future__ import annotations

import sys

import pytest

from loaderlint.claim import Sign
from loaderlint.verifying.host.ranks import as_one, compare, of_processes, together
from loaderlint.verifying.shared.measurement import Measurement
from tests.tools import documented
from tests.verify.tools import trials, verify, write

#: A program that joins its process group itself, for GPUs that are not there.
TRAIN = """
import torch
from torch.utils.data import DataLoader, Dataset, DistributedSampler


class Noisy(Dataset):
    def __len__(self):
        return 64

    def __getitem__(self, index):
        return index + torch.rand(1)


torch.distributed.init_process_group("nccl")
torch.manual_seed(0)
dataset = Noisy()
model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters())
sampler = DistributedSampler(dataset)
loader = DataLoader(dataset, batch_size=4, sampler=sampler, num_workers=2)
for epoch in range(3):
    for batch in loader:
        optimizer.zero_grad()
        model(batch).sum().backward()
        optimizer.step()
"""

#: A program that joins none, and keeps to what `torch.distributed.run` tells it.
SHARED = """
import os
import torch
from torch.utils.data import DataLoader, IterableDataset, get_worker_info


class Lines(IterableDataset):
    def __init__(self, lines):
        self.lines = lines

    def __iter__(self):
        info = get_worker_info()
        yield from self.lines[info.id :: info.num_workers]


def main():
    torch.distributed.init_process_group("gloo")


loader = DataLoader(Lines(range(100)), num_workers=2)
assert os.environ["WORLD_SIZE"] == "2"
next(iter(loader))
"""


@pytest.mark.usefixtures("project")
def test_order_and_draws_of_two_ranks_and_what_the_fixes_do_about_them() -> None:
    write("train.py", TRAIN)
    alike, order = trials("--select", "LL109,LL402", "--ranks", "2", "train.py", status=1)
    assert [alike["verdict"], order["verdict"]] == ["confirmed", "confirmed"]
    for when, shown in (("before", True), ("after", False)):
        signs = {s: v for m in order[when][0]["measurements"] for s, v in m["signs"].items()}
        assert signs["ORDER_REPEATS"] is shown
        assert signs["RANKS_ALIKE"] is shown
        assert signs["SAMPLES_DOUBLED"] is False
    (grid,) = alike["before"][0]["measurements"][0]["grids"]
    cells = dict(zip(grid["rows"], grid["cells"], strict=True))
    assert cells["rank 0, worker 1"] == cells["rank 1, worker 1"] != cells["rank 0, worker 0"]


@pytest.mark.usefixtures("project")
def test_a_stream_that_every_rank_reads_in_a_program_without_a_process_group() -> None:
    write("train.py", SHARED)
    (trial,) = trials("--select", "LL410", "--ranks", "2", "--launcher", "bash -c", "--python", sys.executable,
                      "train.py", status=1)  # fmt: skip
    assert trial["verdict"] == "confirmed, no fix to try"
    assert "of 196 samples that 2 ranks read, 98 are different" in str(trial["before"])
    assert "(`--ranks 2` sets it, and runs the program on two ranks)" in verify("--select", "LL410", "train.py").stdout


#: A program that starts its ranks itself.
SPAWNED = """
import os

import torch
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, Dataset, DistributedSampler


class Noisy(Dataset):
    def __len__(self):
        return 64

    def __getitem__(self, index):
        return index + torch.rand(1)


def main(rank, ranks):
    where = f"file://{os.path.abspath('meeting')}"
    torch.distributed.init_process_group("gloo", init_method=where, rank=rank, world_size=ranks)
    torch.manual_seed(0)
    model = DistributedDataParallel(torch.nn.Linear(1, 1))
    optimizer = torch.optim.SGD(model.parameters())
    data = Noisy()
    loader = DataLoader(data, batch_size=4, num_workers=2, multiprocessing_context="fork", ORDER)
    for epoch in range(3):
        for batch in loader:
            optimizer.zero_grad()
            model(batch).sum().backward()
            optimizer.step()


if __name__ == "__main__":
    START
"""


@pytest.mark.usefixtures("project")
def test_ranks_that_a_program_spawns() -> None:
    start = "torch.multiprocessing.spawn(main, args=(2,), nprocs=2)"
    write("train.py", SPAWNED.replace("ORDER", "shuffle=True").replace("START", start))
    (trial,) = trials("--select", "LL414", "train.py", status=1)
    assert trial["verdict"] == "confirmed"
    (before,), (after,) = trial["before"], trial["after"]
    assert "of 128 samples that 2 ranks read, 64 are different" in str(before)
    assert "of 64 samples that 2 ranks read, 64 are different" in str(after)


@pytest.mark.usefixtures("project")
def test_ranks_that_a_program_forks_and_one_that_it_is_itself() -> None:
    start = """
    first = torch.multiprocessing.get_context("fork").Process(target=main, args=(0, 2))
    first.start()
    main(1, 2)"""
    write("train.py", SPAWNED.replace("ORDER", "sampler=DistributedSampler(data)").replace("START", start))
    (trial,) = trials("--select", "LL109", "train.py", status=1)
    assert trial["verdict"] == "confirmed"
    (grid,) = trial["before"][0]["measurements"][0]["grids"]
    cells = dict(zip(grid["rows"], grid["cells"], strict=True))
    assert cells["rank 0, worker 1"] == cells["rank 1, worker 1"] != cells["rank 0, worker 0"]


@pytest.mark.usefixtures("project")
def test_one_rank_alone_is_compared_with_nothing() -> None:
    write("train.py", SPAWNED.replace("ORDER", "shuffle=True").replace("START", "main(0, 1)"))
    (trial,) = trials("--select", "LL414", "train.py", status=0)
    assert trial["verdict"] == "inconclusive"
    assert "one rank alone does not show this" in trial["reason"]


@pytest.mark.usefixtures("project")
def test_samples_that_every_rank_trains_on_and_what_the_fix_does_about_it() -> None:
    write("train.py", documented("LL414", "Example"))
    (trial,) = trials("--select", "LL414", "--ranks", "2", "train.py", status=1)
    assert trial["verdict"] == "confirmed"
    assert "of 2000 samples that 2 ranks read, 1000 are different" in str(trial["before"])
    assert "of 1000 samples that 2 ranks read, 1000 are different" in str(trial["after"])


@pytest.mark.usefixtures("project")
def test_samples_that_a_library_splits_once_more_and_what_the_fix_does_about_it() -> None:
    pytest.importorskip("accelerate")
    write("train.py", documented("LL415", "Example"))
    (trial,) = trials("--select", "LL415", "--ranks", "2", "train.py", status=1)
    assert trial["verdict"] == "confirmed"
    assert "of 32 samples that 2 ranks read, 32 are different" in str(trial["before"])
    assert "of 64 samples that 2 ranks read, 64 are different" in str(trial["after"])


@pytest.mark.usefixtures("project")
def test_samples_that_fill_up_the_ranks() -> None:
    write("train.py", documented("LL413", "Example"))
    (trial,) = trials("--select", "LL413", "--ranks", "2", "train.py", status=0)
    assert trial["verdict"] == "confirmed, no fix to try"
    assert "of 22 samples that 2 ranks read, 21 are different" in str(trial["before"])


@pytest.mark.usefixtures("project")
def test_a_stream_of_a_library_that_every_rank_reads() -> None:
    pytest.importorskip("datasets")
    write("train.py", documented("LL419", "Example"))
    (trial,) = trials("--select", "LL419", "--ranks", "2", "train.py", status=1)
    assert trial["verdict"] == "confirmed"


@pytest.mark.usefixtures("project")
def test_a_rank_that_is_killed_is_told() -> None:
    kill = 'import os\nif os.environ["RANK"] == "1":\n    os.kill(os.getpid(), 9)'
    write("train.py", TRAIN.replace("torch.manual_seed(0)", f"torch.manual_seed(0)\n{kill}"))
    (trial,) = trials("--select", "LL109", "--ranks", "2", "train.py", status=2)
    assert "of rank 1, its process was killed by SIGKILL" in trial["reason"]


def seen(read: list[int], rows: list[list[str]] | None = None, rank: int = 0) -> Measurement:
    draws = {"": {"keys": ["0"] * len(rows[0]), "rows": rows}} if rows else {}
    figures = {"rank": rank, "ranks": 2, "read": list(map(str, read)), "complete": True, "samples": 20, "draws": draws}
    return Measurement("ranks", figures=figures)


@pytest.mark.parametrize(
    ("first", "second", "doubled"),
    [
        (range(10), range(10, 20), False),
        (range(11), range(10, 20), False),  # a sampler pads
        (range(20), range(20), True),
        (range(11), range(7, 18), None),
        (range(2), range(2), None),  # so few may be equal
    ],
)
def test_samples_are_doubled_where_most_come_on_two_ranks(first: range, second: range, doubled: bool | None) -> None:
    measured = compare([seen([*first]), seen([*second])])
    assert measured.signs.get(Sign.SAMPLES_DOUBLED) is doubled
    assert measured.figures["distinct"] == len({*first, *second})


@pytest.mark.parametrize(
    ("first", "second", "lost"),
    [
        (range(10), range(10, 20), False),
        (range(9), range(9, 18), False),  # full batches alone
        (range(5), range(5, 10), True),
    ],
)
def test_samples_are_lost_where_ranks_leave_out_many(first: range, second: range, lost: bool) -> None:
    measured = compare([seen([*first]), seen([*second])])
    assert measured.signs.get(Sign.SAMPLES_LOST) is lost


def test_ranks_are_alike_where_chance_does_not_explain_it() -> None:
    many = [[f"{worker}-{draw}" for draw in range(24)] for worker in range(2)]
    other = [[f"other {cell}" for cell in row] for row in many]
    flips = [["heads", "tails"]]
    nothing = [["same"] * 24] * 2
    for of_ranks, alike in (
        ([many, many], True),
        ([many, other, many], True),
        ([many, other], False),
        ([flips, flips], None),
        ([nothing, nothing], None),
    ):
        measured = compare([seen(list(range(10 * n, 10 * n + 10)), rows) for n, rows in enumerate(of_ranks)])
        assert measured.signs.get(Sign.RANKS_ALIKE) is alike


def test_ranks_are_compared_once_all_are_there() -> None:
    assert compare([seen([1, 2, 3])]).not_run == "1 of 2 ranks came to this"


def test_loaders_of_processes_are_compared_in_the_order_in_which_they_are_built() -> None:
    """The second rank came first, and the first one has built one more."""
    first, second = list(range(10)), list(range(10, 20))
    loaders = {
        70_000: seen(second, rank=1),
        70_001: seen(first, rank=1),
        80_000: seen(first),
        80_001: seen(first),
        80_002: seen(first),
    }
    compared = of_processes(loaders)
    assert [(n, m.signs.get(Sign.SAMPLES_DOUBLED), m.not_run) for n, m in compared.items()] == [
        (80_000, False, ""),
        (80_001, True, ""),
        (80_002, None, "1 of 2 ranks came to this"),
    ]


def test_what_one_rank_sees_shows() -> None:
    first = Measurement("order", "no", {Sign.ORDER_REPEATS: False}, 1e-9)
    second = Measurement("order", "yes", {Sign.ORDER_REPEATS: True}, 1e-7)
    both = together([first, Measurement("order", not_run="why"), second])
    assert both.signs == {Sign.ORDER_REPEATS: True}
    assert (both.summary, both.coincidence) == ("no; yes", 1e-7)


def test_loaders_of_ranks_are_told_by_their_sites() -> None:
    """The first rank has one more, and the second fails while the first is at work."""
    measurement = Measurement("order", "so").to_json()

    def built(rank: int, loader: int, site: str) -> dict[str, object]:
        return {"event": "built", "rank": rank, "loader": loader, "sites": {site: 0}, "options": {}}

    def event(kind: str, rank: int, loader: int, **more: object) -> dict[str, object]:
        return {"event": kind, "rank": rank, "loader": loader, "experiment": "order", **more}

    events = [
        built(0, 0, "1"),
        built(0, 1, "0"),
        built(1, 0, "0"),
        event("begin", 0, 1),
        event("measured", 0, 1, measurement=measurement),
        event("begin", 1, 0),
        event("broke", 1, 0, error="it failed"),
        {"event": "ended", "rank": 1, "how": "RAISED", "detail": ""},
        {"event": "ended", "rank": 0, "how": "JUDGED", "detail": ""},
    ]
    one = as_one(events)
    loaders = {repr(e["sites"]): e["loader"] for e in one if e["event"] == "built"}
    assert len(loaders) == 2
    same = loaders["{'0': 0}"]
    assert [(e["event"], e["loader"]) for e in one if "experiment" in e] == [("begin", same), ("broke", same)]
    assert [e["how"] for e in one if e["event"] == "ended"] == ["RAISED"]
    assert as_one(events[-1:]) == events[-1:]
    assert as_one([{"event": "ended"}]) == [{"event": "ended"}]
