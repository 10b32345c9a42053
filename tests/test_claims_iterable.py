"""What the rules on sharding, order and seeds claim that takes more than one loader: several ranks, or a program."""

from __future__ import annotations

import contextlib
import io
import re
from typing import Any

import pytest
import torch
from torch.utils.data import DataLoader, Subset, random_split

from loaderlint.rules import catalogue

pytestmark = [
    pytest.mark.filterwarnings("ignore:This DataLoader will create 4 worker processes:UserWarning"),
    pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning"),
]

RULES = {rule.code: rule for rule in catalogue()}


def execute(code: str, section: str) -> tuple[dict[str, Any], str]:
    """Run a code block of a rule's documentation; return its names and what it printed."""
    block = re.search(rf"^## {section}\n```python\n(.*?)^```", RULES[code].documentation, re.MULTILINE | re.DOTALL)
    assert block
    names: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(block[1], names)
    return names, printed.getvalue()


def epoch(loader: DataLoader[Any]) -> list[int]:
    return [int(number) for batch in loader for number in batch]


# -- who yields what ---------------------------------------------------------------------------------------------------


@pytest.fixture
def ranks(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Two ranks, one after the other: sets which one this process is."""
    monkeypatch.setattr("torch.distributed.init_process_group", lambda _: None)
    monkeypatch.setattr("torch.distributed.get_world_size", lambda: 2)
    return lambda rank: monkeypatch.setattr("torch.distributed.get_rank", lambda: rank)


def test_ll410_every_rank_reads_everything(ranks: Any) -> None:
    def read(section: str, rank: int) -> list[int]:
        ranks(rank)
        return sorted(epoch(execute("LL410", section)[0]["loader"]))

    assert read("Example", 0) == read("Example", 1) == list(range(100))
    assert sorted(read("Use instead", 0) + read("Use instead", 1)) == list(range(100))


def test_ll411_the_second_epoch_is_empty() -> None:
    assert execute("LL411", "Example")[1] == "0 ['a']\n0 ['b']\n"
    assert execute("LL411", "Use instead")[1] == "0 ['a']\n0 ['b']\n1 ['a']\n1 ['b']\n"


# -- who draws what ----------------------------------------------------------------------------------------------------


def test_ll109_the_same_worker_draws_the_same_on_every_rank(ranks: Any) -> None:
    def draws(section: str, rank: int) -> list[float]:
        ranks(rank)
        loader = execute("LL109", section)[0]["loader"]
        return [float(value) % 1 for batch in loader for value in batch]

    def close(first: list[float], second: list[float]) -> bool:
        return first == pytest.approx(second, abs=1e-9)

    assert close(draws("Example", 0), draws("Example", 1))
    assert not close(draws("Use instead", 0), draws("Use instead", 1))


# -- order and splits --------------------------------------------------------------------------------------------------


def test_ll108_every_epoch_has_the_same_order() -> None:
    def printed(section: str) -> list[str]:
        text = execute("LL108", section)[1]
        return [re.sub(r"^\d+ ", "", part) for part in re.split(r"(?m)^(?=\d+ tensor)", text) if part]

    same, different = printed("Example"), printed("Use instead")
    assert same[:10] == same[10:20] == same[-10:]
    assert different[:10] != different[10:20]


def test_ll110_every_run_splits_anew() -> None:
    def held_back(section: str) -> list[int]:
        torch.seed()  # as torch does when it is imported
        return list(execute("LL110", section)[0]["val_set"].indices)

    assert held_back("Example") != held_back("Example")
    assert held_back("Use instead") == held_back("Use instead")


def test_ll408_parts_share_their_dataset() -> None:
    class Images(torch.utils.data.Dataset[int]):
        transform: Any = None

        def __len__(self) -> int:
            return 10

    dataset = Images()
    train_set, val_set = random_split(dataset, [0.8, 0.2])
    assert train_set.dataset is val_set.dataset is Subset(dataset, [0]).dataset is dataset
