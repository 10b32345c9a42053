"""`loaderlint explain`: what is told of loaders, as text and as JSON, and what a check says of how much is known."""

from __future__ import annotations

import json
import re
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from click.testing import CliRunner, Result

from loaderlint.cli import main
from loaderlint.rules import catalogue
from tests.tools import FIXTURES, ROOT

SNAPSHOTS = ROOT / "tests" / "snapshots"

DATA = """
    from torch.utils.data import DataLoader, Dataset

    class Images(Dataset):
        def __getitem__(self, index):
            return index

        def __len__(self):
            return 8

    def make_loader(workers, shuffle=False):
        return DataLoader(Images(), num_workers=workers, shuffle=shuffle)
"""

TRAIN = """
    from data import make_loader

    loader = make_loader(4, shuffle=True)
    for epoch in range(3):
        for batch in loader:
            model(batch).backward()
            optimizer.step()
"""

UNKNOWN = """
    from yacs.config import CfgNode
    from data import make_loader

    cfg = CfgNode()
    loader = make_loader(cfg.WORKERS)
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of three files, which is the working directory."""
    monkeypatch.chdir(tmp_path)
    Path("pyproject.toml").write_text("[tool.loaderlint]\n")
    for name, text in (("data.py", DATA), ("train.py", TRAIN), ("other.py", UNKNOWN)):
        Path(name).write_text(dedent(text))
    return tmp_path


def run(*args: str) -> Result:
    return CliRunner().invoke(main, list(args))


def explain(*args: str) -> str:
    result = run("explain", "--no-cache", *args)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize("name", ["cuda-in-worker", "missing-set-epoch", "shared-rng-in-workers"])
@pytest.mark.usefixtures("project")
def test_text(name: str, request: pytest.FixtureRequest) -> None:
    for path in set((FIXTURES / name).glob("*.py")) - set((FIXTURES / name).glob("fixed*.py")):
        Path(path.name).write_bytes(path.read_bytes())
    found = explain("bad.py")
    snapshot = SNAPSHOTS / f"explain-{name}.txt"
    if request.config.getoption("--update-snapshots"):
        snapshot.write_text(found, encoding="utf-8")
    assert found == snapshot.read_text(encoding="utf-8")


@pytest.mark.usefixtures("project")
def test_a_loader_is_told_of_once_with_what_each_program_gives() -> None:
    text = explain("data.py")
    assert text.count("DataLoader") == 1
    in_other, in_train = text.split("  in train.py, called at train.py:4:10\n")
    assert "  in other.py, called at other.py:6:10\n" in in_other
    assert "num_workers: unknown, given at other.py:6:22\n" in in_other
    assert (
        "`cfg.WORKERS`: no file, call or assignment is seen to give these settings a default for it (other.py:6:22)"
        in in_other
    )
    assert "num_workers: 4, given at train.py:4:22\n" in in_train
    assert "used for training at train.py:6:18: again and again (train.py:5:1)\n" in in_train
    assert "not known" not in in_train


@pytest.mark.usefixtures("project")
def test_the_same_is_told_whatever_is_named() -> None:
    assert explain("data.py") == explain(".") == explain("data.py:12") == explain("data.py:12", "data.py")
    assert run("explain", "train.py").stdout == ""


@pytest.mark.usefixtures("project")
def test_json_says_what_rules_are_silent() -> None:
    document = json.loads(explain("--output-format", "json", "data.py"))
    assert document["version"] == 1
    (loader,) = document["loaders"]
    assert loader["name"] == "DataLoader"
    assert loader["place"] == place(12, 12, 12, 22)
    unknown = {part: each for view in loader["views"] for each in view["unknown"] for part in each["parts"]}
    assert unknown["num_workers"]["silent"] == [rule.code for rule in catalogue() if "num_workers" in rule.needs]
    assert unknown["num_workers"]["why"]["place"] == {**place(6, 22, 6, 33), "path": "other.py"}
    (dataset,) = {json.dumps(each) for view in loader["views"] for each in view["datasets"]}
    assert json.loads(dataset)["style"] == "map-style"


def place(*numbers: int) -> dict[str, Any]:
    names = ("line", "column", "end_line", "end_column")
    return {"path": "data.py", "cell": None, **dict(zip(names, numbers, strict=True))}


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("data.py:3", "data.py:3: no loader is built on this line; `loaderlint explain data.py` shows all of the file"),
        ("gone.py", "gone.py: no such file or directory"),
    ],
)
def test_bad_targets_end_with_one_line(target: str, message: str) -> None:
    result = run("explain", target)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"loaderlint: {message}\n")


@pytest.mark.usefixtures("project")
def test_a_check_says_how_much_is_known_cold_and_warm() -> None:
    Path("other.py").write_text("from data import make\n\nloader = make_loader(4)\n")
    line = "no problems found, 3 files checked; 1 loader\n"
    assert (run("--select", "LL2").stdout, run("--select", "LL2").stdout) == (line, line)
    Path("train.py").unlink()
    line = "no problems found, 1 file checked; 1 loader, 1 with parts unknown (`loaderlint explain`)\n"
    assert (run("data.py").stdout, run("data.py").stdout) == (line, line)
    assert run("other.py").stdout == "no problems found, 1 file checked\n"
    summary = json.loads(run("--output-format", "json").stdout)["summary"]
    assert (summary["loaders"], summary["loaders_with_parts_unknown"]) == (1, 1)
    (sarif,) = json.loads(run("--output-format", "sarif").stdout)["runs"]
    assert sarif["properties"] == {"loaders": 1, "loadersWithPartsUnknown": 1}


LOADERS = """
    from lightning import LightningDataModule
    from torch.utils.data import DataLoader
    from gone import *
    def make(rows):
        return DataLoader(rows)

    class Data(LightningDataModule):
        def __init__(self, rows):
            self.rows = rows

        def train_dataloader(self):
            return DataLoader(self.rows)

    class Feed:
        def split(self, rows):
            return DataLoader(rows)

        def __call__(self, rows):
            return DataLoader(rows)

        @staticmethod
        def freely(rows):
            return DataLoader(rows)

    class Hook(Base):
        def at_end(self, rows):
            return DataLoader(rows)
"""

CALLERS = {
    "nothing": ("", 6, "a parameter of `make`, which nothing in the project is seen to call"),
    "no object": ("", 13, "a parameter of `__init__`, and nothing in the project is seen to make `Data`"),
    "a function handed on": (
        "from loaders import make\nimport somewhere\nsomewhere.run({'make': make})\n",
        6,
        "a parameter of `make`, which is handed on at use.py:3:24, and no call of it is seen",
    ),
    "a class handed on": (
        "from loaders import Data\nfrom lightning.pytorch.cli import LightningCLI\nLightningCLI(None, Data)\n",
        13,
        "a parameter of `__init__`, and `Data` is handed on at use.py:3:20, to what may make one of it",
    ),
    "a class that derives": (
        "from loaders import Data\nclass More(Data):\n    pass\nprint(More)\n",
        13,
        "a parameter of `__init__`, and `Data` is handed on at use.py:4:7, to what may make one of it",
    ),
    "an object that is called": (
        "from loaders import Feed\nprint(Feed)\n",
        20,
        "a parameter of `__call__`, and `Feed` is handed on at use.py:2:7, to what may make one of it",
    ),
    "a class that is only looked at": (
        "from loaders import Data\nprint(isinstance(rows, Data))\n",
        13,
        "a parameter of `__init__`, and nothing in the project is seen to make `Data`",
    ),
    "a method of a class": (
        "from loaders import Data\nData.from_argparse_args(rows)\n",
        13,
        "a parameter of `__init__`, and what `Data.from_argparse_args(rows)` at use.py:2:1 makes is not seen",
    ),
    "a module by another name": (
        "import elsewhere.loaders as them\nthem.make(rows)\n",
        6,
        "a parameter of `make`, which `them.make(rows)` at use.py:2:1 may call: "
        "`elsewhere.loaders.make` is not found in the project",
    ),
    "a class that is looked for elsewhere": (
        "from elsewhere.loaders import Data\nData(rows)\n",
        13,
        "a parameter of `__init__`, and what `Data(rows)` at use.py:2:1 makes is not seen",
    ),
    "a name put together": (
        "import loaders\ngetattr(loaders, name)(rows)\n",
        6,
        "a parameter of `make`, which nothing is seen to call by its name; `getattr(loaders, name)` at use.py:2:1 may "
        "call it",
    ),
    "a class of the same name": (
        "from elsewhere import Data\nData(rows)\n",
        13,
        "a parameter of `__init__`, and nothing in the project is seen to make `Data`",
    ),
    "a method of something": (
        "import loaders\nfeeds = [loaders.Feed]\ndef main(feed):\n    feed.split(3)\n",
        17,
        "a parameter of `split`, which `feed.split(3)` at use.py:4:5 may call: `feed` at use.py:4:5 is not known: "
        "a parameter of `main`, and no call of it is seen that leads here",
    ),
    "a method that does not fit": (
        "import loaders\nfeeds = [loaders.Feed]\ndef main(feed):\n    feed.split(1, 2, 3)\n",
        17,
        "a parameter of `split`, which nothing in the project is seen to call",
    ),
    "a method of a class that nothing makes": (
        "import loaders\ndef main(feed):\n    feed.split(3)\n",
        17,
        "a parameter of `split`, and nothing in the project is seen to make `Feed`",
    ),
    "a static method of a class that nothing makes": (
        "",
        24,
        "a parameter of `freely`, which nothing in the project is seen to call",
    ),
    "a method of the name of a function": (
        "import loaders\ndef main(model):\n    model.make(rows)\n",
        6,
        "a parameter of `make`, which nothing in the project is seen to call",
    ),
    "a method that a base may have called": (
        "from loaders import Hook\nprint(Hook)\n",
        28,
        "a parameter of `at_end`, which nothing in the project is seen to call; what `Base`, a base of its class, "
        "belongs to may",
    ),
    "an object that a library does not get": (
        "from loaders import Data\nimport trainer\nData(rows)\n",
        13,
        "a parameter of `__init__`, and no library that asks for `train_dataloader` is seen to get the `Data` that is "
        "made at use.py:3:1",
    ),
}


@pytest.mark.usefixtures("project")
def test_settings_that_name_a_class_may_have_it_made() -> None:
    Path("loaders.py").write_text(dedent(LOADERS))
    Path("fit.yaml").write_text("data:\n  class_path: loaders.Data\n")
    said = "`rows`: a parameter of `__init__`, and `Data` is made by what reads fit.yaml, if by anything (line 10)"
    assert said in explain("loaders.py:13")


@pytest.mark.parametrize(("use", "line", "said"), CALLERS.values(), ids=list(CALLERS))
@pytest.mark.usefixtures("project")
def test_what_the_project_does_with_a_function_of_which_no_call_is_seen(use: str, line: int, said: str) -> None:
    Path("loaders.py").write_text(dedent(LOADERS))
    Path("use.py").write_text(use)
    assert f"not known: dataset: `rows`: {said} (" in explain(f"loaders.py:{line}")


@pytest.mark.usefixtures("project")
def test_a_role_is_lost_with_the_first_call_that_is_not_followed() -> None:
    Path("train.py").write_text(
        "from torch.utils.data import DataLoader\n"
        "def train(make):\n"
        "    model = make()\n"
        "    for batch in DataLoader(range(8)):\n"
        "        print(batch)\n"
        "        model.step(batch)\n"
    )
    said = (
        "not known: role: `DataLoader(range(8))`: its batches are not followed to a step of training or an evaluation: "
        "`make` at train.py:3:13: a parameter of `train`"
    )
    assert said in explain("train.py")


@pytest.mark.usefixtures("project")
def test_a_library_is_named_as_it_is_imported() -> None:
    Path("train.py").write_text(
        "import pytorch_lightning as pl\n"
        "from torch.utils.data import DataLoader\n"
        "class Data(pl.LightningDataModule):\n"
        "    def loader(self):\n"
        "        return DataLoader(range(8), batch_size=self.size)\n"
    )
    said = "`self.size`: `pytorch_lightning.LightningDataModule`, a class that is not of the project, may have it"
    assert said in explain("train.py")


OBSTACLES = {
    "make(1, 2)": "is not followed: `make` does not take these arguments: the call raises",
    "if False:\n    make(1)": "does not run, as far as is seen",
    "def main():\n    Data()\n    make(1)": "does not run: `Data()` at use.py:3:5 before it always raises or leaves",
    "def main():\n    make(1)": (
        "stands in a file that is not looked into: it builds no loader, takes no training step, sets no seed"
    ),
}


@pytest.mark.parametrize(("use", "said"), OBSTACLES.items(), ids=list(OBSTACLES))
@pytest.mark.usefixtures("project")
def test_what_keeps_a_call_from_leading_to_a_loader(use: str, said: str) -> None:
    Path("build.py").write_text(dedent(LOADERS))
    Path("use.py").write_text(f"from build import Data, make\n{use}\n")
    text = explain("build.py:6")
    assert re.search(rf"`rows`: a parameter of `make`, whose call at use\.py:\d:\d {re.escape(said)} \(", text), text


@pytest.mark.usefixtures("project")
def test_a_function_is_not_told_of_at_large_where_a_process_starts_it() -> None:
    Path("start.py").write_text(
        dedent("""
            import torch.multiprocessing as mp
            from data import make_loader

            def work(rank, workers):
                make_loader(workers)

            if __name__ == "__main__":
                mp.spawn(work, args=(6,))
        """)
    )
    text = explain("data.py")
    assert "num_workers: 6, given at start.py:9:26\n" in text
    assert "in start.py, called at start.py:6:5\n" in text
    assert "in data.py" not in text


@pytest.mark.usefixtures("project")
def test_a_module_that_is_no_python_is_told_as_such() -> None:
    Path("broken.py").write_text("def workers(:\n")
    Path("again.py").write_text("from broken import *\n")
    Path("pkg").mkdir()
    Path("pkg/__init__.py").touch()
    Path("pkg/broken.py").write_text("def workers(:\n")
    Path("use.py").write_text("from data import make_loader\nfrom pkg import broken\nmake_loader(broken.workers)\n")
    assert "imported from `pkg.broken`, which is not valid Python (use.py:2:1)" in explain("data.py")
    for module in ("broken", "again"):
        Path("use.py").write_text(f"from data import make_loader\nfrom {module} import workers\nmake_loader(workers)\n")
        text = explain("data.py")
        said = "imported from `broken`, which is not valid Python (use.py:2:1)"
        assert f"not known: num_workers: `from {module} import workers`: {said}" in text


@pytest.mark.parametrize("mark", ["hydra.main(config_path=None)", "click.command()", "group.command()"])
@pytest.mark.usefixtures("project")
def test_what_a_library_runs_as_the_program_is_run_once(mark: str) -> None:
    Path("run.py").write_text(
        dedent(f"""
            import click, hydra
            from data import make_loader

            @click.group()
            def group():
                pass

            @{mark}
            def main(cfg):
                for batch in make_loader(2):
                    print(batch)

            if __name__ == "__main__":
                main()
        """)
    )
    assert "at run.py:11:18: once\n" in explain("data.py")


@pytest.mark.usefixtures("project")
def test_what_is_missing_in_a_folder_of_the_project_is_no_library() -> None:
    Path("rows").mkdir()
    Path("rows/other.py").write_text("")
    Path("use.py").write_text(
        "from torch.utils.data import DataLoader\nfrom rows.gone import Rows\nloader = DataLoader(Rows())\n"
    )
    said = "`rows.gone.Rows` is not found by this name, though the project has a folder `rows` (line 3)"
    assert said in explain("use.py")


@pytest.mark.usefixtures("project")
def test_names_that_a_file_takes_from_all_of_its_own_are_not_those_of_others() -> None:
    Path("rows.py").write_text(
        "from torch.utils.data import DataLoader\ndef build(n):\n    return DataLoader(range(9), num_workers=n)\n"
    )
    Path("losses.py").write_text("def loss(name):\n    return globals()[f'{name}_loss']()\n")
    assert "`build`, which nothing in the project is seen to call" in explain("rows.py")
    Path("losses.py").write_text("from rows import *\ndef loss(name):\n    return globals()[f'{name}_loss']()\n")
    assert "`globals()[f'{name}_loss']` at losses.py:3:12 may call it" in explain("rows.py")


@pytest.mark.usefixtures("project")
def test_what_takes_a_loader_is_told_where_it_is_lost() -> None:
    Path("use.py").write_text(
        dedent("""
            from torch.utils.data import DataLoader
            from gone import *

            def main(rows):
                loader = DataLoader(rows)
                given(loader)

            main([])
        """)
    )
    said = (
        "not known: role, epochs: `given(loader)`: the loader is handed to what is not known: `given` at use.py:7:5: {}"
    )
    assert said.format("may come from `from gone import *`: that module is not found in the project") in explain(
        "use.py"
    )
    Path("use.py").write_text(Path("use.py").read_text().replace("from gone import *", ""))
    assert said.format("nothing is seen to set `given` in this file") in explain("use.py")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("getattr(other, name)()", "taken by a name which is not known"),
        ("importlib.import_module(name).Rows()", "from a module that is imported by a name which is not known"),
        ("somewhere.Rows()", "what `somewhere.Rows` gives is not known: it is not of the project"),
    ],
)
@pytest.mark.usefixtures("project")
def test_what_is_found_by_a_name_that_is_not_known(given: str, said: str) -> None:
    head = "import importlib\nimport other\nimport somewhere\nfrom torch.utils.data import DataLoader\n"
    Path("use.py").write_text(f"{head}def main(name):\n    DataLoader({given})\n")
    assert f": {said} (line 6)" in explain("use.py")


@pytest.mark.parametrize("opened", ["with open(path) as file:\n       ", "file = path.read_text()\n   "])
@pytest.mark.usefixtures("project")
def test_why_the_path_of_a_settings_file_is_not_known(opened: str) -> None:
    Path("use.py").write_text(
        "import yaml\nfrom data import make_loader\n\n"
        f"def load(path):\n    {opened} return yaml.safe_load(file)\n\n"
        'def main(given):\n    make_loader(load(given)["workers"])\n'
    )
    for other in ("train.py", "other.py"):
        Path(other).unlink()
    said = "a parameter of `main`, which nothing in the project is seen to call"
    path = f"and which one is not seen: `given` at use.py:9:22: {said} (use.py:6:"
    assert f"`yaml.safe_load(file)`: of a settings file, {path}" in explain("data.py")


@pytest.mark.usefixtures("project")
def test_a_function_that_an_option_holds_by_default_is_called_where_the_program_calls_it() -> None:
    Path("use.py").write_text(
        dedent("""
            import argparse
            from torch.utils.data import DataLoader

            def train(options):
                for batch in DataLoader(range(9), num_workers=options["workers"]):
                    print(batch)

            parser = argparse.ArgumentParser()
            command = parser.add_subparsers().add_parser("train")
            command.set_defaults(run=train)
            command.add_argument("--workers", type=int, default=3)
            args = parser.parse_args()
            args.run(vars(args))
        """)
    )
    said = explain("use.py")
    assert "num_workers: 3, a default of the command line" in said
    assert "handed on" not in said


@pytest.mark.parametrize(
    ("use", "said"),
    [
        ("from keep import *\nprint(kept)\n", "`from keep import *` at use.py:1:1 may take it"),
        ("import keep\nprint(keep.kept)\n", "`import keep` at use.py:1:1 may take it"),
        ("from keep import other\nkept = 3\n", "no loop is seen to go through it (line 3)"),
    ],
)
@pytest.mark.usefixtures("project")
def test_what_may_take_a_loader_that_a_module_keeps(use: str, said: str) -> None:
    Path("keep.py").write_text(
        "from torch.utils.data import DataLoader\nother = 3\nkept = DataLoader(range(9))\nprint(len(kept))\n"
    )
    Path("use.py").write_text(use)
    assert said in explain("keep.py")


@pytest.mark.usefixtures("project")
def test_a_loader_that_a_module_keeps_and_hands_on_is_told_of_where_it_gets() -> None:
    Path("keep.py").write_text(
        "from torch.utils.data import DataLoader\nfrom gone import given\nkept = DataLoader(range(9))\ngiven(kept)\n"
    )
    assert "`given(kept)`: the loader is handed to `gone.given`" in explain("keep.py")


@pytest.mark.usefixtures("project")
def test_too_many_alternatives_are_told_of_where_they_come_from() -> None:
    choices = "".join(f"    if name == '{n}':\n        return Rows{n}()\n" for n in range(14))
    classes = "".join(f"class Rows{n}: ...\n" for n in range(14))
    Path("use.py").write_text(
        f"import sys\nfrom torch.utils.data import DataLoader\n{classes}def build(name):\n{choices}"
        "rows = build(sys.argv[1])\nDataLoader(rows)\n"
    )
    said = (
        "`build(sys.argv[1])`: more than 12 alternatives, such as `Rows0()` at use.py:19:16 and `Rows1()` at use.py:21"
    )
    assert said in explain("use.py")


@pytest.mark.usefixtures("project")
def test_too_many_settings_to_choose_from_are_told_of_where_they_stand() -> None:
    for number in range(14):
        Path(f"config_{number:02}.yaml").write_text("\n" * number + f"seed: 1\nworkers: {number}\n")
    Path("use.py").write_text(
        dedent("""
            import argparse
            import yaml
            from data import make_loader

            parser = argparse.ArgumentParser()
            parser.add_argument("--config", required=True)
            config = yaml.safe_load(open(parser.parse_args().config))
            make_loader(config["workers"])
        """)
    )
    assert "more than 12 alternatives, such as `0` at config_00.yaml:2:10" in explain("data.py")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("CLASSES[args.name]()", "`CLASSES[args.name]`: chosen by name from `CLASSES`, 2 candidates"),
        ("SIZES[args.name]", "`SIZES[args.name]`: looked up under a key that is not known"),
    ],
)
@pytest.mark.usefixtures("project")
def test_a_key_that_is_not_known_is_told_of(given: str, said: str) -> None:
    Path("use.py").write_text(
        dedent(f"""
            import argparse
            from torch.utils.data import DataLoader

            class Images: ...
            class Sounds: ...

            CLASSES, SIZES = {{"images": Images, "sounds": Sounds}}, {{"images": [1], "sounds": [1, 2]}}
            parser = argparse.ArgumentParser()
            parser.add_argument("--name", required=True)
            args = parser.parse_args()
            DataLoader({given})
        """)
    )
    assert f"{said}: `args.name` at use.py:12" in explain("use.py")


@pytest.mark.usefixtures("project")
def test_a_comparison_that_may_come_out_either_way_is_known_to_give_one_of_two() -> None:
    Path("use.py").write_text(
        dedent("""
            import sys
            from torch.utils.data import DataLoader, DistributedSampler

            rows = [1, 2]
            distributed = len(sys.argv) > 1
            sampler = DistributedSampler(rows) if distributed else None
            DataLoader(rows, sampler=sampler, shuffle=sampler is None)
        """)
    )
    told = explain("use.py")
    assert "shuffle: True or False, as `distributed` decides" in told
    assert "not known: shuffle" not in told


@pytest.mark.usefixtures("project")
def test_a_class_is_made_by_whoever_imports_it_from_its_own_folder() -> None:
    for folder in ("first", "second"):
        Path(folder).mkdir()
        Path(folder, "model.py").write_text(
            dedent("""
                from torch.utils.data import DataLoader

                class Sampler:
                    def __init__(self, rows, size):
                        self.loader = DataLoader(rows, batch_size=size)
            """)
        )
        Path(f"use_{folder}.py").write_text(f"import elsewhere.{folder}.model as made\n\nmade.Sampler([1, 2], 2)\n")
    assert "what `made.Sampler([1, 2], 2)` at use_first.py:3:1 makes is not seen" in explain("first")
    assert "what `made.Sampler([1, 2], 2)` at use_second.py:3:1 makes is not seen" in explain("second")


@pytest.mark.usefixtures("project")
def test_a_module_may_import_from_itself() -> None:
    Path("own.py").write_text(
        dedent("""
            from data import make_loader

            def workers():
                return 5

            def main():
                from own import workers
                make_loader(workers())

            main()
        """)
    )
    assert "num_workers: 5" in explain("data.py")
