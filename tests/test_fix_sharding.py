"""Fixes of iterable datasets: once fixed, each sample comes once, over all workers and ranks."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from torch.utils.data import DataLoader

from tests.tools import fix_folder

PROGRAM = """
    import torch.distributed as dist
    from torch.utils.data import DataLoader, IterableDataset, get_worker_info


    class Numbers(IterableDataset):
        def __init__(self, numbers):
            self.numbers = numbers

        def __iter__(self):
            info = get_worker_info()
            for at, number in enumerate(self.numbers):
                if at % info.num_workers == info.id:
                    yield number


    def main():
        {before}
        loader = DataLoader(Numbers(range(20)), num_workers=2)
        {after}
        return loader, {more}
"""

JOIN = 'dist.init_process_group("gloo")'


def fixed(folder: Path, monkeypatch: pytest.MonkeyPatch, before: str = JOIN, after: str = "", more: str = "1") -> str:
    monkeypatch.chdir(folder)
    code = dedent(PROGRAM.format(before=before, after=after, more=more))
    (folder / "train.py").write_text(code, encoding="utf-8")
    done = fix_folder(Path(), "LL410")
    assert bool(done.texts) != any(f.refusal for f in done.result.findings)
    return next((text.decode() for text in done.texts.values()), "")


def test_each_sample_comes_once_over_all_ranks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names: dict[str, Any] = {"__name__": "program"}
    exec(fixed(tmp_path, monkeypatch), names)
    read = []
    for rank in range(3):
        with monkeypatch.context() as here:
            here.setattr("torch.distributed.is_initialized", lambda: True)
            here.setattr("torch.distributed.get_world_size", lambda: 3)
            here.setattr("torch.distributed.get_rank", lambda rank=rank: rank)
            read.append([int(n) for n in DataLoader(names["Numbers"](range(20)), num_workers=2)])
    assert sorted(n for of_rank in read for n in of_rank) == list(range(20))
    assert all(read)
    alone = DataLoader(names["Numbers"](range(20)), num_workers=2)
    assert sorted(int(n) for n in alone) == list(range(20))  # in a program of one process


@pytest.mark.parametrize(
    "program",
    [
        {"before": "", "after": JOIN},
        {"more": "DataLoader(Numbers(range(dist.get_rank(), 20, dist.get_world_size())), num_workers=2)"},
    ],
    ids=["made before the ranks are joined", "given its part elsewhere"],
)
def test_what_a_rank_reads_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: dict[str, str]
) -> None:
    assert not fixed(tmp_path, monkeypatch, **program)
