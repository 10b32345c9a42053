"""Fixes that change another file than the one that a problem is found in, or more than one: all of it or nothing."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from loaderlint.fixing.fix import Fixed, write
from tests.tools import check_folder, fix_folder

HEAD = """
    import numpy as np
    import torch
    from torch.utils.data import DataLoader, Dataset
"""

DATA = f"""{HEAD}
    rng = np.random.default_rng(3)


    class Noisy(Dataset):
        def __len__(self):
            return 64

        def __getitem__(self, index):
            return rng.normal()


    def make_loader(data, workers=4):
        return DataLoader(data, batch_size=8, num_workers=workers)


    def seed(worker_id):
        np.random.seed(1)
"""

TRAIN = """
    model = torch.nn.Linear(4, 1).cuda()
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    loader = make_loader(torch.rand(64, 4))
    for epoch in range(9):
        for batch in loader:
            optimizer.zero_grad()
            model(batch.cuda()).sum().backward()
            optimizer.step()
"""


def project(folder: Path, monkeypatch: pytest.MonkeyPatch, **files: str) -> None:
    monkeypatch.chdir(folder)
    for name, code in files.items():
        (folder / f"{name}.py").write_text(dedent(code).lstrip(), encoding="utf-8")


def text(fixed: Fixed, name: str) -> str:
    return fixed.texts.get(Path.cwd() / name, b"").decode()


def test_a_loader_is_mended_where_it_is_built_for_the_one_program_that_asks_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project(tmp_path, monkeypatch, data=DATA, train=f"{HEAD}    from data import make_loader\n{TRAIN}")
    fixed = fix_folder(Path(), "LL502")
    assert "persistent_workers=workers > 0" in text(fixed, "data.py")
    assert not text(fixed, "train.py")


@pytest.mark.parametrize("same", [True, False])
def test_it_is_so_for_several_programs_if_all_of_them_find_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, same: bool
) -> None:
    train = f"{HEAD}    from data import make_loader\n{TRAIN}"
    once = train if same else f"{HEAD}    from data import make_loader\n\n    print(len(make_loader([1, 2])))\n"
    project(tmp_path, monkeypatch, data=DATA, train=train, other=once)
    fixed = fix_folder(Path(), "LL502")
    assert bool(text(fixed, "data.py")) is same
    assert [f.refusal for f in fixed.result.findings] == (
        [] if same else ["`other.py` uses what it would change as well"]
    )


def test_a_fix_of_two_files_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project(tmp_path, monkeypatch, data=DATA, train=f"{HEAD}    from data import make_loader\n{TRAIN}")
    fixed = fix_folder(Path(), "LL503")
    assert len(fixed.applied) == 1
    assert "pin_memory=True" in text(fixed, "data.py")
    assert "batch.cuda(non_blocking=True)" in text(fixed, "train.py")
    write(fixed.before, fixed.texts)
    assert not fix_folder(Path(), "LL503").texts


def test_files_that_are_not_checked_are_not_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project(tmp_path, monkeypatch, data=DATA, train=f"{HEAD}    from data import make_loader\n{TRAIN}")
    found = check_folder(Path(), "LL503", named=(Path("data.py"),)).findings
    assert [(f.fix, f.refusal) for f in found] == [
        (None, "it would change `train.py`, which is not among the files to check")
    ]


@pytest.mark.parametrize(
    ("imported", "added", "named"),
    [
        ("from data import Noisy", "from data import rng", "rng"),
        ("from data import Noisy, rng", "", "rng"),
        ("import data\n    Noisy = data.Noisy", "", "data.rng"),
        ("import data as d\n    Noisy = d.Noisy", "", "d.rng"),
    ],
)
def test_workers_seed_a_stream_of_the_datasets_module(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, imported: str, added: str, named: str
) -> None:
    train = f"{HEAD}    {imported}\n\n    loader = DataLoader(Noisy(), num_workers=2)\n"
    project(tmp_path, monkeypatch, data=DATA, train=train)
    fixed = fix_folder(Path(), "LL101")
    assert not text(fixed, "data.py")
    assert f"    {named}.bit_generator.state = np.random.default_rng(info.seed)" in text(fixed, "train.py")
    assert "worker_init_fn=seed_worker" in text(fixed, "train.py")
    assert f"\n{added}\n" in text(fixed, "train.py")


def test_a_name_that_means_something_else_is_not_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    train = f"{HEAD}    from data import Noisy\n\n    rng = 3\n    loader = DataLoader(Noisy(), num_workers=2)\n"
    project(tmp_path, monkeypatch, data=DATA, train=train)
    fixed = fix_folder(Path(), "LL101")
    assert not fixed.texts
    assert [f.refusal for f in fixed.result.findings] == ["`rng` belongs to a module that this one does not import"]


def test_the_function_of_another_module_that_seeds_workers_is_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    train = f"""{HEAD}    from data import seed

    class Plain(Dataset):
        def __len__(self):
            return 64

        def __getitem__(self, index):
            return np.random.normal()

    loader = DataLoader(Plain(), num_workers=2, worker_init_fn=seed)
    for epoch in range(3):
        for batch in loader:
            print(batch)
    """
    project(tmp_path, monkeypatch, data=DATA, train=train)
    assert "np.random.seed(torch.initial_seed() % 2**32)" in text(fix_folder(Path(), "LL104"), "data.py")


@pytest.mark.parametrize(("rule", "same"), [("LL301", True), ("LL401", False)])
def test_what_is_wrong_in_a_class_itself_is_mended_for_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rule: str, *, same: bool
) -> None:
    """A handle is opened anew whoever else reads the class; who shares out its samples is asked of all who do."""
    data = f"""{HEAD}
    class Lines(Dataset):
        def __init__(self, path):
            self.file = open(path)

        def __len__(self):
            return 64

        def __getitem__(self, index):
            return self.file.readline()


    class Numbers(torch.utils.data.IterableDataset):
        def __iter__(self):
            for number in [1, 2, 3]:
                yield number
    """
    use = f"""{HEAD}    from data import Lines, Numbers

    first = DataLoader(Lines("a.txt"), num_workers={{number}})
    second = DataLoader(Numbers(), num_workers={{number}})
    """
    project(tmp_path, monkeypatch, data=data, train=use.format(number=2), other=use.format(number=0))
    assert bool(text(fix_folder(Path(), rule), "data.py")) is same
    (tmp_path / "other.py").unlink()
    assert text(fix_folder(Path(), rule), "data.py")


def test_settings_files_are_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config.yaml").write_text("num_workers: 0\npersistent_workers: true\n", encoding="utf-8")
    train = f"""{HEAD}    import yaml

    with open("config.yaml") as file:
        config = yaml.safe_load(file)
    loader = DataLoader(range(8), **config)
    """
    project(tmp_path, monkeypatch, train=train)
    fixed = fix_folder(Path(), "LL201")
    assert not fixed.texts
    assert [bool(f.refusal) for f in fixed.result.findings] == [True]
