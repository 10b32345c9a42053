"""Fixes of random streams: the fixed programs run under the real torch, and what was found is gone."""

from __future__ import annotations

import importlib
import itertools
import json
import re
import sys
import types
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from textwrap import dedent
from typing import Any

import numpy as np
import pytest
import torch
from torch.utils.data import DataLoader, IterableDataset

from loaderlint.checking.engine import Result
from loaderlint.config import Config
from loaderlint.fixing.fix import Files, Fixed, fix_all
from loaderlint.model.project.requirements import parse_target
from tests.claims.grid import Grid, by_source, orders, run, run_example
from tests.tools import FIXTURES, check_text

pytestmark = [
    pytest.mark.filterwarnings("ignore:This DataLoader will create . worker processes:UserWarning"),
    pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning"),
]

PATH = Path("example.py").absolute()

IMPORTS = """
import random

import numpy as np
import torch
from torch.utils.data import ConcatDataset, DataLoader, Dataset, Subset, get_worker_info, random_split
"""


def fix(code: str, *select: str, path: Path = PATH, **settings: Any) -> Fixed:
    data = dedent(code).encode()

    def check(texts: Any, **more: Any) -> Result:
        return check_text(texts.get(path, data), path, Config(Path.cwd(), **{**settings, **more}))

    rules = select or ("LL1",)
    return fix_all(Files(lambda _: data, lambda t: check(t, select=rules), check), unsafe=True)


def fixed_text(code: str, *select: str, **settings: Any) -> str:
    """The code after fixing, which fixing again leaves alone."""
    fixed = fix(code, *select, **settings)
    assert not fixed.refused
    text = fixed.texts.get(PATH, dedent(code).encode()).decode()
    assert not fix(text, *select, **settings).texts
    return text


def refusals(code: str, *select: str, **settings: Any) -> list[str]:
    """Why the findings that are left have no fix."""
    fixed = fix(code, *select, **settings)
    assert not fixed.texts
    return [finding.refusal for finding in fixed.result.findings]


# -- fixed programs run ----------------------------------------------------------------------------------------------


class _Compose:
    def __init__(self, transforms: Sequence[Callable[[Any], Any]] = ()) -> None:
        self.transforms = transforms

    def __call__(self, value: Any) -> Any:
        for transform in self.transforms:
            value = transform(value)
        return value


class _RandomCrop:
    def __init__(self, *args: Any) -> None:
        pass

    def __call__(self, value: Any) -> Any:
        return value + torch.rand(())


@pytest.fixture
def torchvision(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand-ins for the few transforms that fixtures use."""
    transforms = types.ModuleType("torchvision.transforms")
    vars(transforms).update(Compose=_Compose, RandomCrop=_RandomCrop, ColorJitter=_RandomCrop, ToTensor=_Compose)
    package = types.ModuleType("torchvision")
    vars(package).update(transforms=transforms)
    monkeypatch.setitem(sys.modules, "torchvision", package)
    monkeypatch.setitem(sys.modules, "torchvision.transforms", transforms)


def execute(folder: str, monkeypatch: pytest.MonkeyPatch, name: str = "fixed.py") -> dict[str, Any]:
    """Run a fixed fixture, and return its names."""
    monkeypatch.setattr(sys, "argv", ["program", "--workers", "2"])
    monkeypatch.syspath_prepend(FIXTURES / folder)
    monkeypatch.delitem(sys.modules, "noise_data", raising=False)
    names: dict[str, Any] = {"__name__": "fixed"}
    path = FIXTURES / folder / name
    exec(compile(path.read_text(), path, "exec"), names)
    return names


def is_sound(grid: Grid) -> bool:
    alone = len(grid.rows[0]) == 1
    return not (grid.same_in_every_worker and not alone) and not grid.same_in_every_epoch and not grid.constant


#: Loaders of the fixtures that have no fix, or whose first item is not what is random about them.
UNFIXED = {
    "in_another_file", "by_bound_method", "mixed", "collated", "cut_short", "made", "only_numpy", "only_global",
    "other_stream", "other_constant", "persistent", "streamed", "joined",
}  # fmt: skip


@pytest.mark.usefixtures("torchvision")
@pytest.mark.parametrize("folder", ["shared-rng-in-workers", "constant-worker-seed"])
def test_workers_of_fixed_fixtures_draw_apart(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    names = execute(folder, monkeypatch)
    names["signals"][:] = np.arange(16)
    loaders = {name: v for name, v in names.items() if isinstance(v, DataLoader) and v.num_workers}
    tried = {n: v for n, v in loaders.items() if n not in UNFIXED and not isinstance(v.dataset, IterableDataset)}
    assert len(tried) > 15
    shared = {name for name, loader in tried.items() if not is_sound(run_example(loader, draws=32))}
    assert not shared


STREAMS = (
    IMPORTS
    + """

class Transform:
    def __init__(self):
        self.rng = np.random.default_rng(0)

    def __call__(self, value):
        return value + self.rng.random()


class Streams(Dataset):
    of_class = np.random.default_rng(5)

    def __init__(self):
        self.generator = np.random.default_rng()
        self.other = np.random.default_rng(7)
        self.philox = np.random.Generator(np.random.Philox(3))
        self.state = np.random.RandomState(1)
        self.python = random.Random(2)
        self.image_rng = random.Random(9)
        self.mask_rng = random.Random(9)
        self.transforms = [Transform(), {"inner": Transform()}]

    def __len__(self):
        return 8

    def __getitem__(self, index):
        return (
            ("generator", self.generator.random()), ("other", self.other.random()), ("philox", self.philox.random()),
            ("state", self.state.rand()), ("python", self.python.random()), ("of class", self.of_class.random()),
            ("image", self.image_rng.random()), ("mask", self.mask_rng.random()),
            ("global", random.random()), ("of module", RNG.random()),
            ("transform", self.transforms[0](0.0)), ("inner", self.transforms[1]["inner"](0.0)),
        )


RNG = np.random.default_rng(11)
DATASET = Streams()


def build():
    whole = ConcatDataset([Subset(DATASET, range(4))])
    return DataLoader(whole, num_workers=3)
"""
)


@pytest.mark.parametrize("method", ["fork", "spawn"])
@pytest.mark.parametrize("persistent", [False, True])
def test_every_kind_of_stream_is_reseeded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str, *, persistent: bool
) -> None:
    if method == "spawn" and persistent:
        pytest.skip("slow, and as with fork")
    text = fixed_text(STREAMS, "LL101")
    (tmp_path / "streams_program.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "streams_program", raising=False)
    loader = importlib.import_module("streams_program").build()
    grid = run(
        loader.dataset,
        worker_init_fn=loader.worker_init_fn,
        workers=3 if method == "fork" else 2,
        multiprocessing_context=method,
        persistent_workers=persistent,
    )
    sources = by_source(grid)
    assert {name for name, one in sources.items() if not is_sound(one)} == set()
    pairs = itertools.combinations(sources, 2)
    in_step = [("image", "mask"), ("transform", "inner")]  # as before: they are made with one seed
    assert [(a, b) for a, b in pairs if sources[a].rows == sources[b].rows] == in_step


def test_streams_of_a_collate_fn_in_the_module() -> None:
    text = fixed_text(
        IMPORTS
        + """
RNG = random.Random(0)


class Plain(Dataset):
    def __len__(self):
        return 4

    def __getitem__(self, index):
        return index


def collate(batch):
    return get_worker_info().id, RNG.random()


loader = DataLoader(Plain(), num_workers=2, collate_fn=collate)
""",
        "LL101",
    )
    names: dict[str, Any] = {"__name__": "program"}
    exec(text, names)
    drawn = [value for _ in range(2) for _, value in names["loader"]]
    assert len(set(drawn)) == len(drawn) == 8


@pytest.mark.usefixtures("torchvision")
def test_an_order_of_its_own_survives_other_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    def order(draws: int) -> Iterator[list[int]]:
        loaders = execute("missing-generator", monkeypatch)["main"]()
        torch.rand(draws)
        return itertools.chain.from_iterable(orders(loader) for loader in loaders if not loader.num_workers)

    assert list(order(0)) == list(order(1))


@pytest.mark.usefixtures("torchvision")
@pytest.mark.parametrize("folder", ["augmentation-without-worker-init-fn", "numpy-global-rng-in-workers"])
def test_augmentation_of_its_own_survives_other_draws(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def drawn(draws: int) -> list[Any]:
        names = execute(folder, monkeypatch)
        torch.rand(draws)
        images = torch.zeros(16, 3, 2, 2)
        loader = (
            names["by_python"]
            if "by_python" in names
            else names["build"](images.numpy(), types.SimpleNamespace(jobs=2))[0]
        )
        return [item.tolist() for item in run_batches(loader)]

    assert drawn(0) == drawn(1)


def run_batches(loader: DataLoader[Any]) -> list[Any]:
    return list(itertools.islice(loader, 3))


@pytest.mark.usefixtures("torchvision")
@pytest.mark.parametrize("function", ["main", "with_generator"])
def test_ranks_draw_apart(function: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.distributed, "init_process_group", lambda _: None)
    monkeypatch.setattr(torch.distributed, "get_world_size", lambda *_: 2)

    def drawn(rank: int) -> Grid:
        monkeypatch.setattr(torch.distributed, "get_rank", lambda *_: rank)
        names = execute("same-augmentation-on-every-rank", monkeypatch)
        loader = names[function](torch.zeros(8), types.SimpleNamespace(seed=1))
        return run(loader.dataset, 2, generator=loader.generator)

    assert drawn(0).rows == drawn(0).rows
    assert drawn(0).rows != drawn(1).rows


@pytest.mark.parametrize("function", ["seeded_in_the_loop", "own_generator"])
def test_epochs_have_orders_of_their_own(function: str, monkeypatch: pytest.MonkeyPatch) -> None:
    names = execute("order-repeats-every-epoch", monkeypatch)
    seen: list[tuple[int, ...]] = []
    model = types.SimpleNamespace(step=lambda batch: seen.append(tuple(batch.tolist())))
    arguments = [types.SimpleNamespace(epochs=2, seed=0)] if function == "seeded_in_the_loop" else []
    names[function](model, range(32), *arguments)
    assert seen[:4] != seen[4:8]


def test_a_split_comes_out_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def split() -> list[list[int]]:
        return [list(part) for part in execute("unseeded-random-split", monkeypatch)["split"](range(50))]

    assert split() == split()


def test_seeds_in_range_raise_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    names = execute("worker-seed-out-of-range", monkeypatch)
    noisy, lazy = names["Noisy"](), names["Lazy"]()
    for init in (names["whole"], names["from_info"], names["nearly"], names["Seeder"]()):
        assert is_sound(run(noisy, 2, worker_init_fn=init, multiprocessing_context="fork"))
    assert is_sound(run(lazy, 2, multiprocessing_context="fork"))


# -- what is written -------------------------------------------------------------------------------------------------

NOISY = (
    IMPORTS
    + """

class Noisy(Dataset):
    def __init__(self):
        self.rng = np.random.default_rng(0)

    def __len__(self):
        return 8

    def __getitem__(self, index):
        return index + self.rng.normal()

"""
)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Noisy(), 4, True, None, None, 2", "Noisy(), 4, True, None, None, 2, worker_init_fn=seed_worker"),
        ("Noisy(), **{'num_workers': 2}", "Noisy(), worker_init_fn=seed_worker, **{'num_workers': 2}"),
        ("Noisy(), num_workers=2, worker_init_fn=None", "Noisy(), num_workers=2, worker_init_fn=seed_worker"),
        (
            "\n    Noisy(),\n    num_workers=2,  # two\n",
            "\n    Noisy(),\n    num_workers=2,  # two\n    worker_init_fn=seed_worker,\n",
        ),
    ],
)  # fmt: skip
def test_loaders_of_every_style(before: str, after: str) -> None:
    text = fixed_text(f"{NOISY}loader = DataLoader({before})\n", "LL101")
    assert text.endswith(f"\n\nloader = DataLoader({after})\n")
    assert text.count("def seed_worker(worker_id):\n") == 1


def test_loaders_that_need_the_same_share_a_function() -> None:
    code = (
        NOISY
        + "def build():\n    return DataLoader(Noisy(), num_workers=2)\n\n\n"
        + "val = DataLoader(Noisy(), num_workers=2)\n"
    )
    text = fixed_text(code, "LL101")
    assert text.count("def seed_worker") == 1
    assert text.count("worker_init_fn=seed_worker)") == 2
    assert text.index("def seed_worker") < text.index("def build")


def test_a_function_that_is_there_is_used() -> None:
    own = '''
def reset(worker, verbose=False):
    """Start anew."""
    worker_info = torch.utils.data.get_worker_info()
    data = worker_info.dataset
    data.rng = np.random.default_rng(worker_info.seed)

'''
    text = fixed_text(f"{NOISY}{own}\nloader = DataLoader(Noisy(), num_workers=2)\n", "LL101")
    assert text.endswith("loader = DataLoader(Noisy(), num_workers=2, worker_init_fn=reset)\n")
    assert "seed_worker" not in text


@pytest.mark.parametrize(
    "own",
    [
        "def seed_worker(worker):\n    INFO.dataset.rng = np.random.default_rng(worker)\n",
        "def seed_worker(worker):\n    INFO.dataset.other = np.random.default_rng(INFO.seed)\n",
        "def seed_worker(worker):\n    np.random.seed(torch.initial_seed() % 2**32)\n",
        "def seed_worker(worker, base):\n    INFO.dataset.rng = np.random.default_rng(INFO.seed)\n",
        "def seed_worker(worker):\n    if worker:\n        INFO.dataset.rng = np.random.default_rng(INFO.seed)\n",
        "seed_worker = 3\n",
    ],
)
def test_a_function_that_does_something_else_is_not_used(own: str) -> None:
    own = own.replace("INFO", "get_worker_info()")
    text = fixed_text(f"{NOISY}{own}\n\nloader = DataLoader(Noisy(), num_workers=2)\n", "LL101")
    assert text.endswith("loader = DataLoader(Noisy(), num_workers=2, worker_init_fn=seed_worker_rng)\n")


def test_several_fixes_of_one_loader_converge() -> None:
    code = (
        NOISY
        + "torch.manual_seed(3)\ntorch.backends.cudnn.deterministic = True\n"
        + "loader = DataLoader(Noisy(), shuffle=True, num_workers=2)\n"
    )
    fixed = fix(code, "LL1")
    assert {f.code for f in fixed.applied} == {"LL101", "LL107"}
    assert not fixed.result.findings
    text = fixed.texts[PATH].decode()
    assert "worker_init_fn=seed_worker" in text
    assert "generator=torch.Generator().manual_seed(3)" in text


def test_old_torch_needs_a_seed_for_numpy_as_well() -> None:
    old = parse_target(">=1.7", "test")
    code = NOISY.replace("self.rng.normal()", "self.rng.normal() + np.random.normal()")
    text = fixed_text(code + "loader = DataLoader(Noisy(), num_workers=2)\n", "LL1", target_torch=old)
    assert "    np.random.seed(info.seed % 2**32)\n" in text
    assert text.count("def ") == 4
    plain = NOISY.replace("self.rng.normal()", "np.random.normal()")
    text = fixed_text(plain + "loader = DataLoader(Noisy(), num_workers=2)\n", "LL1", target_torch=old)
    assert "    np.random.seed(torch.initial_seed() % 2**32)\n" in text
    recipe = "def init(worker_id):\n    seed = torch.initial_seed() % 2**32\n    np.random.seed(seed)\n\n\n"
    text = fixed_text(plain + recipe + "loader = DataLoader(Noisy(), num_workers=2)\n", "LL1", target_torch=old)
    assert text.endswith("num_workers=2, worker_init_fn=init)\n")


def test_imports_are_added_where_they_are_missing() -> None:
    code = """
        import random
        from torch.utils import data

        class Noisy(data.Dataset):
            def __init__(self):
                self.rng = random.Random(0)
                self.other = random.Random(1)

            def __getitem__(self, index):
                return self.rng.random() + self.other.random()

        loader = data.DataLoader(Noisy(), num_workers=2)
    """
    text = fixed_text(code, "LL101")
    assert "info = data.get_worker_info()" in text
    assert "import get_worker_info" not in text


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("self.__rng = random.Random(0)|self.__rng.random()", "private"),
        ("rng = random.Random(0); self.draw = rng.random|self.draw()", "on no path"),
        ("self.draw = lambda: shared.random()|self.draw()", ""),
    ],
)
def test_streams_out_of_reach_are_refused(code: str, why: str) -> None:
    made, _, drawn = code.partition("|")
    program = (
        IMPORTS
        + f"""
shared = random.Random(0)

class Noisy(Dataset):
    def __init__(self):
        {made}

    def __len__(self):
        return 8

    def __getitem__(self, index):
        return {drawn}

loader = DataLoader(Noisy(), num_workers=2)
"""
    )
    if not why:
        assert "shared.seed(info.seed)" in fixed_text(program, "LL101")
        return
    (refusal,) = refusals(program, "LL101")
    assert why in refusal


SEEDED = "import torch\nfrom torch.utils.data import DataLoader\n\ntorch.backends.cudnn.deterministic = True\n"


@pytest.mark.parametrize(
    ("program", "seed"),
    [
        ("torch.manual_seed(3)\nloader = LOADER", "3"),
        ("SEED = 3\ntorch.manual_seed(SEED)\nloader = LOADER", "SEED"),
        ("def main(args):\n    torch.manual_seed(args.seed)\n    return LOADER", "args.seed"),
        ("def main(seed):\n    torch.manual_seed(seed + 1)\n    return LOADER", "seed + 1"),
        (
            "def build(args):\n    return LOADER\n"
            "def main(args):\n    torch.manual_seed(args.seed)\n    return build(args)\n",
            "args.seed",
        ),
        (
            "def build(args):\n    return LOADER\n"
            "args = parse()\ntorch.manual_seed(args.seed)\nbuild(args)\n",
            "args.seed",
        ),
        ("def main(args):\n    if args.seed is not None:\n        torch.manual_seed(args.seed)\n"
         "    return LOADER", "args.seed) if args.seed is not None else None"),
        ("seed = 3\nif seed:\n    torch.manual_seed(seed)\n    loader = LOADER", "seed"),
        ("def main(args):\n    if args.repeat:\n        torch.manual_seed(3)\n    return LOADER",
         "3) if args.repeat else None"),
        ("def set_seed(seed):\n    if seed is not None:\n        torch.manual_seed(seed)\n"
         "def main(args):\n    set_seed(args.seed)\n    return LOADER", None),
        ("def main(args):\n    if args.fast():\n        torch.manual_seed(3)\n    return LOADER", None),
        ("def main(args):\n    if args.fast:\n        pass\n    else:\n        torch.manual_seed(3)\n    return LOADER",
         None),
        ("def main(args):\n    loader = LOADER\n    torch.manual_seed(args.seed)", "args.seed"),
        ("def main(args):\n    torch.manual_seed(args.seed)\n    args = None\n    return LOADER", None),
        ("torch.manual_seed(3)\nfor epoch in range(3):\n    loader = LOADER", None),
        ("torch.manual_seed(3)\ndef build():\n    return LOADER\n"
         "for epoch in range(3):\n    build()", None),
        ("def main(rank, args):\n    torch.manual_seed(args.seed)\n    return LOADER", "args.seed + rank"),
        ("def main(args):\n    torch.manual_seed(args.seed + args.rank)\n    return LOADER", "args.seed + args.rank"),
    ],
)  # fmt: skip
def test_the_programs_own_seed(program: str, seed: str | None) -> None:
    fixed = fix(SEEDED + program.replace("LOADER", "DataLoader(range(9), shuffle=True)") + "\n", "LL107")
    if seed is None:
        assert not fixed.texts
        (finding,) = fixed.result.findings
        assert finding.refusal
    else:
        closed = seed if ")" in seed else f"{seed})"
        assert re.search(
            rf" generator=torch.Generator\(\).manual_seed\({re.escape(closed)}[,)]",
            " ".join(fixed.texts[PATH].decode().split()),
        )


def test_generators_are_not_shared() -> None:
    code = (
        SEEDED
        + "torch.manual_seed(3)\na = DataLoader(range(9), shuffle=True)\nb = DataLoader(range(9), shuffle=True)\n"
    )
    assert fixed_text(code, "LL107").count("generator=torch.Generator().manual_seed(3)") == 2


def test_notebooks() -> None:
    cells = [
        "import numpy as np\nfrom torch.utils.data import DataLoader, Dataset",
        NOISY.partition("class")[1] + NOISY.partition("class")[2],
        "# All loaders.\ntrain = DataLoader(Noisy(), num_workers=2)\nval = DataLoader(Noisy(), num_workers=2)",
        "test = DataLoader(Noisy(), num_workers=2)",
    ]
    made: list[dict[str, object]] = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": c} for c in cells
    ]
    path = PATH.with_suffix(".ipynb")
    fixed = fix(json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), "LL101", path=path)
    after = ["".join(cell["source"]) for cell in json.loads(fixed.texts[path])["cells"]]
    assert after[:2] == cells[:2]
    assert after[2] == dedent("""\
        from torch.utils.data import get_worker_info


        def seed_worker(worker_id):
            \"\"\"Give this worker random streams of its own, other ones in every epoch.\"\"\"
            info = get_worker_info()
            info.dataset.rng = np.random.default_rng(info.seed)


        # All loaders.
        train = DataLoader(Noisy(), num_workers=2, worker_init_fn=seed_worker)
        val = DataLoader(Noisy(), num_workers=2, worker_init_fn=seed_worker)""")
    assert after[3] == "test = DataLoader(Noisy(), num_workers=2, worker_init_fn=seed_worker)"


def test_definitions_keep_apart_from_what_is_around_them() -> None:
    """They stand above the comment on a statement, and below the imports that they need."""
    header = "import numpy as np\nfrom torch.utils.data import DataLoader\n"
    made = "def seed_worker(worker_id):\n"
    code = f"{header}# Loads.\n@cache\ndef build():\n    return DataLoader(Noisy(), num_workers=2)\n"
    data = NOISY.replace(
        "import ConcatDataset, DataLoader, Dataset, Subset, get_worker_info, random_split", "import Dataset"
    )
    text = fixed_text(f"{data}\n{code}", "LL101")
    assert f"import DataLoader\n\n\n{made}" in text
    assert text.endswith(
        "default_rng(info.seed)\n\n\n# Loads.\n@cache\ndef build():\n"
        "    return DataLoader(Noisy(), num_workers=2, worker_init_fn=seed_worker)\n"
    )


@pytest.mark.parametrize(
    ("body", "after"),
    [
        ("np.random.seed(0)", "np.random.seed(torch.initial_seed() % 2**32)"),
        ("np.random.seed(3 * worker_id)", "np.random.seed(torch.initial_seed() % 2**32)"),
        ("np.random.seed(SEED)", "np.random.seed((SEED + torch.initial_seed()) % 2**32)"),
        ("np.random.seed(SEED or 1)", "np.random.seed(((SEED or 1) + torch.initial_seed()) % 2**32)"),
        ("seed = worker_id\n    np.random.seed(seed)", "seed = torch.initial_seed() % 2**32\n    np.random.seed(seed)"),
        ("info = get_worker_info()\n    np.random.seed(info.id)", "np.random.seed(torch.initial_seed() % 2**32)"),
        (
            "np.random.seed(np.random.get_state()[1][0] + worker_id + SEED)",
            "np.random.seed((int(np.random.get_state()[1][0] + worker_id + SEED) + torch.initial_seed()) % 2**32)",
        ),
        (
            "state = np.random.get_state()[1][0]  # of the parent\n    np.random.seed(state + worker_id)",
            "np.random.seed(torch.initial_seed() % 2**32)",
        ),
        ("np.random.seed([worker_id, 1])", None),
        ("seeding.by(worker_id)", None),
    ],
)
def test_worker_seeds(body: str, after: str | None) -> None:
    noisy = NOISY.replace("self.rng.normal()", "np.random.normal()")
    program = f"{noisy}SEED = 7\n\n\ndef init(worker_id):\n    {body}\n\n\n"
    code = f"{program}loader = DataLoader(Noisy(), num_workers=2, worker_init_fn=init)\n"
    text = fixed_text(code, "LL104", "LL105")
    assert text == code.replace(body, after or body)


def test_a_loader_of_another_class_is_left_to_it() -> None:
    own = "class Loader(DataLoader):\n    def __init__(self, data):\n        super().__init__(data, num_workers=2)\n"
    (refusal,) = refusals(f"{NOISY}{own}\n\nloader = Loader(Noisy())\n", "LL101")
    assert "class of the project" in refusal


LOOP = """from random import seed
import torch
from torch.utils.data import DataLoader

loader = DataLoader(range(9), shuffle=True)
for epoch in range(3):
{body}
    for batch in loader:
        print(batch)
"""


@pytest.mark.parametrize(
    ("body", "before", "inside"),
    [
        ("    seed(0)\n    torch.manual_seed(0)  # 0\n    x = 1", "seed(0)\ntorch.manual_seed(0)  # 0", "    x = 1"),
        ("    torch.manual_seed(7)", "torch.manual_seed(7)", None),
        ("    x = 1\n    torch.manual_seed(7)", None, None),
        ("    torch.manual_seed(7); x = 1", None, None),
    ],
)  # fmt: skip
def test_seeds_go_before_the_loop(body: str, before: str | None, inside: str | None) -> None:
    code = LOOP.format(body=body)
    if before is None:
        assert refusals(code, "LL108")[0]
        return
    after = code.replace("for epoch", f"{before}\nfor epoch").replace(body + "\n", f"{inside}\n" if inside else "")
    assert fixed_text(code, "LL108") == after
