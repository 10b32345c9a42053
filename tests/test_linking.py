"""What names, calls and options mean across the files of a project."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest

from loaderlint.checking.engine import Result, check_paths
from loaderlint.config import Config
from loaderlint.finding import Severity
from loaderlint.model.project.requirements import detect_target
from tests.tools import check_code, codes, only

LOADER = "from torch.utils.data import DataLoader\n"


def check_project(root: Path, files: dict[str, str], *named: str, select: tuple[str, ...] = ("LL201",)) -> Result:
    """Write a project and check the files `named`, by default all of it."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
    config = replace(Config(root), select=select)
    return check_paths(tuple(root / name for name in named) or (root,), only(config), jobs=1)


@pytest.mark.parametrize(
    "imported",
    [
        "from torch.utils.data import DataLoader",
        "from torch.utils.data import DataLoader as DL\nDataLoader = DL",
        "import torch.utils.data\nDataLoader = torch.utils.data.DataLoader",
        "import torch.utils.data as data\nDataLoader = data.DataLoader",
        "from torch.utils import data\nDataLoader = data.DataLoader",
        "from torch import utils\nDataLoader = utils.data.DataLoader",
        "from torch.utils.data import *",
        "from torch.utils.data.dataloader import DataLoader",
        "try:\n    from torch.utils.data import DataLoader\nexcept ImportError:\n    raise",
    ],
)
def test_the_loader_is_known_however_it_is_imported(imported: str) -> None:
    assert codes(check_code(f"{imported}\nDataLoader([], persistent_workers=True)", "LL201")) == ["LL201"]


@pytest.mark.parametrize(
    "imported",
    [
        "from paddle.io import DataLoader",
        "from mylib import *",
        "def DataLoader(*args, **kwargs): ...",
        "from torch.utils.data import DataLoader\nDataLoader = wrap(DataLoader)",
        "from .loaders import DataLoader",
        "",
    ],
)
def test_other_things_of_the_same_name_are_not_taken_for_it(imported: str) -> None:
    assert codes(check_code(f"{imported}\nDataLoader([], persistent_workers=True)", "LL201")) == []


@pytest.mark.parametrize(
    ("import_line", "module"),
    [
        ("from settings import WORKERS", "settings.py"),
        ("from pkg.settings import WORKERS", "pkg/settings.py"),
        ("from pkg import WORKERS", "pkg/__init__.py"),
        ("from lib.settings import WORKERS", "src/lib/settings.py"),
        ("from settings import *", "settings.py"),
        ("import settings\nWORKERS = settings.WORKERS", "settings.py"),
        ("import pkg.settings\nWORKERS = pkg.settings.WORKERS", "pkg/settings.py"),
        ("import pkg.settings as s\nWORKERS = s.WORKERS", "pkg/settings.py"),
    ],
)
def test_constants_of_other_modules_are_known(tmp_path: Path, import_line: str, module: str) -> None:
    train = f"{LOADER}{import_line}\nDataLoader([], num_workers=WORKERS, persistent_workers=True)\n"
    init = {"pkg/__init__.py": ""} if module.startswith("pkg/") else {}
    result = check_project(tmp_path, {**init, module: "WORKERS = 0\n", "train.py": train}, "train.py")
    assert codes(result) == ["LL201"]
    assert any(r.location.path.endswith(module) for r in result.findings[0].related)


def test_relative_imports_and_re_exports_are_followed(tmp_path: Path) -> None:
    files = {
        "pkg/__init__.py": "from .deep import WORKERS",
        "pkg/deep/__init__.py": "from .values import *",
        "pkg/deep/values.py": "WORKERS = 0",
        "pkg/sub/__init__.py": "",
        "pkg/sub/train.py": LOADER
        + "from .. import WORKERS\nDataLoader([], num_workers=WORKERS, persistent_workers=True)",
    }
    assert codes(check_project(tmp_path, files)) == ["LL201"]


def test_circles_of_imports_and_missing_modules_are_silence(tmp_path: Path) -> None:
    files = {
        "a.py": f"{LOADER}from b import n\nfrom gone import *\nDataLoader([], num_workers=n, persistent_workers=True)",
        "b.py": "from c import n",
        "c.py": "from a import n\nfrom d import broken",
        "d.py": "def broken(:",
    }
    assert codes(check_project(tmp_path, files, "a.py")) == []


def test_the_folder_of_the_project_may_be_the_package(tmp_path: Path) -> None:
    files = {"__init__.py": "", "defaults.py": "workers = 0\n", "data/__init__.py": ""}
    code = "from rows.defaults import workers\nDataLoader(x, num_workers=workers, persistent_workers=True)\n"
    files["data/loaders.py"] = LOADER + code
    (tmp_path / "rows").mkdir()
    assert codes(check_project(tmp_path / "rows", files)) == ["LL201"]


def test_a_module_without_a_name_is_none(tmp_path: Path) -> None:
    code = LOADER + "import importlib\nmodule = importlib.import_module('')\nDataLoader(module.rows)\n"
    result = check_project(tmp_path, {"train.py": code})
    assert not result.troubles


def test_a_library_is_not_looked_for_beside_the_file(tmp_path: Path) -> None:
    files = {"torch.py": "", "random.py": "", "train.py": f"{LOADER}DataLoader([], persistent_workers=True)"}
    assert codes(check_project(tmp_path, files, "train.py")) == ["LL201"]


@pytest.mark.parametrize(
    ("setting", "known_to_be_zero"),
    [
        ("n = 0", True),
        ("n = 4\nn = 0", True),
        ("n = 0\nn = 4", False),
        ("n = 0\nif debug:\n    n = 4", False),
        ("n = 0 if debug else 4", False),
        ("n = 0 if True else 4", True),
        ("n = 2 - 2", True),
        ("n, m = 0, 4", True),
        ("for n in [0, 0]:\n    pass", True),
        ("n = os.cpu_count()", False),
        ("n = int(os.environ['N'])", False),
        ("def f():\n    return 0\nn = f()", True),
        ("def f(x=0):\n    return x\nn = f(4)", False),
        ("def f(x):\n    return x\nn = f(0)", True),
        ("class C:\n    n = 0\nn = C.n", True),
        ("class C:\n    def __init__(self, k):\n        self.n = k\nn = C(0).n", True),
        ("n = max(0, 0)", False),
    ],
)
def test_values_are_known_or_unknown(setting: str, known_to_be_zero: bool) -> None:
    code = f"import os\n{LOADER}{setting}\nDataLoader([], num_workers=n, persistent_workers=True)"
    assert (codes(check_code(code, "LL201")) == ["LL201"]) is known_to_be_zero


@pytest.mark.parametrize(
    ("build", "expected"),
    [
        ("kw = {'persistent_workers': True}", ["LL201"]),
        ("kw = dict(persistent_workers=True)", ["LL201"]),
        ("kw = {}\nkw['persistent_workers'] = True", ["LL201"]),
        ("kw = {}\nkw.update(persistent_workers=True)", ["LL201"]),
        ("kw = {}\nkw.update({'persistent_workers': True})", ["LL201"]),
        ("base = {'persistent_workers': True}\nkw = base.copy()", ["LL201"]),
        ("base = {'persistent_workers': True}\nkw = {**base, 'batch_size': 4}", ["LL201"]),
        ("base = {'persistent_workers': True}\nkw = base | {'batch_size': 4}", ["LL201"]),
        ("kw = {'persistent_workers': True}\nkw['num_workers'] = 4", []),
        ("kw = {'persistent_workers': True}\nkw.update(num_workers=4)", []),
        ("kw = {'persistent_workers': True}\nkw.update(other)", []),
        ("kw = {'persistent_workers': True}\nchange(kw)", []),
        ("kw = {'persistent_workers': True}\nprint(kw)", ["LL201"]),
        ("kw = {'persistent_workers': True}\nkw.pop('persistent_workers')", []),
        ("kw = {'persistent_workers': True}\nif gpu:\n    kw['num_workers'] = 4", []),
        ("kw = {'persistent_workers': True} if gpu else {}", []),
        ("kw = load()", []),
    ],
)
def test_options_behind_two_stars(build: str, expected: list[str]) -> None:
    code = f"{LOADER}from elsewhere import change, gpu, load, other\n{build}\nDataLoader([], **kw)"
    assert codes(check_code(code, "LL201")) == expected


def test_parameters_are_known_from_the_calls_in_their_file() -> None:
    code = LOADER + "def make(n):\n    return DataLoader([], num_workers=n, persistent_workers=True)\n"
    assert codes(check_code(code, "LL201")) == []
    assert codes(check_code(f"{code}make(0)", "LL201")) == ["LL201"]
    assert codes(check_code(f"{code}make(0)\nmake(4)", "LL201")) == []


def test_a_default_of_the_command_line_is_not_certain() -> None:
    code = """
        import argparse
        from torch.utils.data import DataLoader
        parser = argparse.ArgumentParser()
        parser.add_argument("-j", "--num-workers", type=int, default=0)
        args = parser.parse_args()
        DataLoader([], num_workers=args.num_workers, persistent_workers=True)
        """
    assert codes(check_code(code, "LL201", "LL207")) == ["LL207"]
    assert codes(check_code(code.replace("default=0", "default=4"), "LL201", "LL207")) == []


FACTORY = (
    LOADER + "def make_loader(data, n):\n"
    "    return DataLoader(data, num_workers=n, persistent_workers=True), len(data)\n"
)


def test_what_a_factory_of_another_file_makes_of_an_argument_names_both_places(tmp_path: Path) -> None:
    files = {"data.py": FACTORY, "train.py": "from data import make_loader\n\nloader, n = make_loader([], 0)\n"}
    (finding,) = check_project(tmp_path, files).findings
    assert (Path(finding.location.path).name, finding.location.line) == ("data.py", 3)
    assert [(Path(r.location.path).name, r.message) for r in finding.related] == [("train.py", "no workers here")]


def test_what_a_factory_has_wrong_by_itself_is_reported_once(tmp_path: Path) -> None:
    files = {
        "data.py": f"{LOADER}def make_loader():\n    return DataLoader([], persistent_workers=True)\n",
        "train.py": "from data import make_loader\nloader = make_loader()\n",
    }
    result = check_project(tmp_path, files)
    assert [Path(f.location.path).name for f in result.findings] == ["data.py"]


def test_what_is_wrong_on_the_way_to_a_loader_is_reported_there_alone(tmp_path: Path) -> None:
    files = {
        "loaders.py": f"{LOADER}class Loader(DataLoader):\n    def __init__(self, data, **kw):\n"
        "        super().__init__(data, **kw)\n",
        "data.py": "from loaders import Loader\n"
        "def make_loader():\n    return Loader([], persistent_workers=True, num_workers=0)\n",
        "train.py": "from data import make_loader\nloader = make_loader()\n",
    }
    result = check_project(tmp_path, files)
    assert [Path(f.location.path).name for f in result.findings] == ["data.py"]


def test_subclasses_pass_their_options_on(tmp_path: Path) -> None:
    files = {
        "loaders.py": LOADER
        + "class Loader(DataLoader):\n    def __init__(self, data, **kw):\n        super().__init__(data, **kw)\n"
        "class Same(DataLoader):\n    pass\n",
        "train.py": "from loaders import Loader, Same\nLoader([], persistent_workers=True)\n"
        "Loader([], persistent_workers=True, num_workers=2)\nSame([], persistent_workers=True)\n",
    }
    result = check_project(tmp_path, files, "train.py")
    assert [f.location.line for f in result.findings] == [2, 4]


@pytest.mark.parametrize("named", ["train.py", "data.py", "helpers/rng.py"])
def test_a_file_alone_gives_what_the_project_gives_for_it(tmp_path: Path, named: str) -> None:
    files = {
        "helpers/__init__.py": "",
        "helpers/rng.py": "import numpy as np\nclass Jitter:\n    def __init__(self):\n"
        "        self.rng = np.random.default_rng()\n"
        "    def __call__(self, x):\n        return x + self.rng.normal()\n",
        "data.py": LOADER + "from torch.utils.data import Dataset\nfrom helpers.rng import Jitter\nclass D(Dataset):\n"
        "    def __init__(self):\n        self.t = Jitter()\n    def __getitem__(self, i):\n        return self.t(i)\n"
        "def make_loader(n):\n    return DataLoader(D(), num_workers=n)\n",
        "train.py": "from data import make_loader\nloader = make_loader(4)\n",
    }
    select = ("LL1", "LL2")
    whole = check_project(tmp_path, files, select=select)
    alone = check_project(tmp_path, files, named, select=select)
    assert "LL101" in codes(whole)
    assert list(alone.findings) == [f for f in whole.findings if f.location.path.endswith(named)]


def test_what_a_program_shows_of_another_file_is_said_there(tmp_path: Path) -> None:
    files = {
        "data.py": "from torch.utils.data import Dataset\nclass Records(Dataset):\n    def __init__(self, path):\n"
        "        self.file = open(path, 'rb')\n    def __getitem__(self, i):\n        return self.file.read(i)\n",
        "train.py": f"{LOADER}from data import Records\na = DataLoader(Records('a'), num_workers=4)\n",
        "evaluate.py": f"{LOADER}from data import Records\nb = DataLoader(Records('b'), num_workers=int(input()))\n",
    }
    (finding,) = check_project(tmp_path, files, select=("LL301",)).findings
    assert (Path(finding.location.path).name, finding.severity) == ("data.py", Severity.ERROR)
    (finding,) = check_project(tmp_path, files, "data.py", select=("LL301",)).findings
    assert (Path(finding.location.path).name, finding.severity) == ("data.py", Severity.ERROR)
    assert not check_project(tmp_path, files, "train.py", select=("LL301",)).findings
    files["data.py"] = files["data.py"].replace("'rb')", "'rb')  # loaderlint: ignore[LL301]")
    assert not check_project(tmp_path, files, select=("LL301",)).findings


def test_what_is_computed_from_a_default_of_the_command_line_is_not_certain_either() -> None:
    code = """
        import argparse
        from torch.utils.data import DataLoader
        parser = argparse.ArgumentParser()
        parser.add_argument("--workers", type=int, default=0)
        parser.add_argument("--keep", action="store_true")
        args = parser.parse_args()
        DataLoader([], num_workers=2 * args.workers, persistent_workers=True)
        DataLoader([], num_workers=4 if args.keep else 0, persistent_workers=True)
        """
    assert codes(check_code(code, "LL201")) == []


LIGHTNING = {
    "requirements.txt": "torch==1.8\n",
    "data/loaders.py": """
        import numpy as np
        from torch.utils.data import DataLoader, Dataset
        class Noisy(Dataset):
            def __getitem__(self, index):
                return np.random.rand()
        def train_loader():
            return DataLoader(Noisy(), num_workers=4, shuffle=True)
        """,
    "data/__init__.py": "from data.loaders import train_loader\n",
    "train.py": """
        import lightning as L
        from data import train_loader
        L.seed_everything(1{workers})
        L.Trainer(max_epochs=3).fit(model, train_loader())
        """,
}


@pytest.mark.parametrize(("workers", "expected"), [("", ["LL102"]), (", workers=True", [])])
def test_lightning_seeds_the_workers_of_all_that_a_program_comes_to(
    tmp_path: Path, workers: str, expected: list[str]
) -> None:
    files = {name: text.replace("{workers}", workers) for name, text in LIGHTNING.items()}
    check_project(tmp_path, files)
    target = detect_target(tmp_path, {})
    config = replace(Config(tmp_path), select=("LL102",), target_torch=target)
    assert codes(check_paths((tmp_path,), only(config))) == expected


TRAINING = """
import torch
from torch.utils.data import DataLoader
{setup}

def main(model, optimizer, data):
    loader = DataLoader(data, num_workers={workers})
    for epoch in range(10):
        for batch in loader:
            model(batch).sum().backward()
            optimizer.step()
"""


@pytest.mark.parametrize(
    ("setup", "workers"),
    [
        (
            "from yacs.config import CfgNode as CN\n_C = CN()\n_C.DATA = CN()\n_C.DATA.WORKERS = 4\ncfg = _C.clone()",
            "cfg.DATA.WORKERS",
        ),
        ("from easydict import EasyDict as edict\ncfg = edict()\ncfg.workers = 4", "cfg.workers"),
        ("from easydict import EasyDict\ncfg = EasyDict({'workers': 4})", "cfg.workers"),
        ("from types import SimpleNamespace\ncfg = SimpleNamespace(workers=4)", "cfg.workers"),
        ("from argparse import Namespace\ncfg = Namespace(workers=4)", "cfg.workers"),
        ("cfg = {'workers': 4}", "cfg['workers']"),
        ("cfg = {'data': {}}\ncfg['data']['size'] = 1\ncfg['workers'] = 4", "cfg['workers']"),
        ("cfg = {'workers': 4}", "cfg.get('workers', 0)"),
        ("import yaml\ncfg = yaml.safe_load(open('a.yaml'))", "cfg.get('workers', 4)"),
        ("import os", "os.cpu_count()"),
        ("import os", "min(4, os.cpu_count())"),
        ("import argparse\nargs = argparse.ArgumentParser().parse_args()\nargs.workers = 4", "args.workers"),
    ],
)
def test_settings_are_known_wherever_they_are_kept(setup: str, workers: str) -> None:
    assert codes(check_code(TRAINING.format(setup=setup, workers=workers), "LL502")) == ["LL502"]


@pytest.mark.parametrize(
    ("setup", "workers"),
    [
        ("from yacs.config import CfgNode as CN\n_C = CN()\n_C.DATA = CN()\n_C.WORKERS = 4", "_C.DATA.WORKERS"),
        ("from easydict import EasyDict as edict\ncfg = edict()\nother = edict()\nother.workers = 4", "cfg.workers"),
        ("cfg = {'workers': 4}\ncfg['workers'] = 0", "cfg['workers']"),
        ("import other\ncfg = {'workers': 4}\nother.change(cfg)", "cfg['workers']"),
        ("import yaml\ncfg = yaml.safe_load(open('a.yaml'))", "cfg['workers']"),
        ("import os", "min(0, os.cpu_count())"),
    ],
)
def test_settings_that_are_not_known_are_not_guessed(setup: str, workers: str) -> None:
    assert codes(check_code(TRAINING.format(setup=setup, workers=workers), "LL502")) == []


@pytest.mark.parametrize(
    "added",
    [
        "sys.path.append('lib')",
        "sys.path.insert(0, './lib')",
        "sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))",
        "HERE = Path(__file__).resolve().parent\nsys.path.append(str(HERE / 'lib'))",
        "sys.path.extend([os.path.join(os.path.dirname(__file__), '..', 'scripts', 'lib')])",
        "sys.path.insert(0, str(Path(__file__).parents[1] / 'scripts/lib'))",
        "import _init_paths",
        "for place in ['..', 'lib']:\n    sys.path.insert(0, place) if place not in sys.path else None",
        "PLACES = ['lib', os.path.dirname(__file__)]\nfor place in PLACES:\n    sys.path.append(place)",
        "PLACES = ['lib']\nsys.path.extend(PLACES)",
    ],
)
def test_modules_are_found_where_a_script_looks_for_them(tmp_path: Path, added: str) -> None:
    train = f"import os, sys\nfrom pathlib import Path\n{added}\n{LOADER}from settings import WORKERS\n"
    train += "DataLoader([], num_workers=WORKERS, persistent_workers=True)\n"
    init = "import os, sys\ndef add(path):\n    sys.path.insert(0, path)\n"
    init += "add(os.path.join(os.path.dirname(__file__), 'lib'))\n"
    files = {
        "scripts/lib/settings.py": "WORKERS = 0\n",
        "scripts/train.py": train,
        "scripts/_init_paths.py": init,
    }
    assert codes(check_project(tmp_path, files, "scripts/train.py")) == ["LL201"]


TRAINER = {
    "trainer.py": """
        from torch.utils.data import DataLoader

        class Trainer:
            def __init__(self, options, data):
                self.loader = DataLoader(data, num_workers=options.workers, pin_memory=True)

            def run(self, optimizer):
                for epoch in range(10):
                    for batch in self.loader:
                        self.learn(batch)
                        optimizer.step()

            def learn(self, batch):
                raise NotImplementedError
        """,
    "options.py": """
        import argparse

        def parse():
            parser = argparse.ArgumentParser()
            parser.add_argument("--workers", type=int, default=4)
            return parser.parse_args()
        """,
    "train.py": """
        from options import parse
        from trainer import Trainer

        class MyTrainer(Trainer):
            def learn(self, batch):
                self.model(batch).backward()

        MyTrainer(parse(), range(100)).run(None)
        """,
}


def test_a_program_knows_more_of_a_loader_than_the_file_that_builds_it(tmp_path: Path) -> None:
    found = check_project(tmp_path, TRAINER, select=("LL502",)).findings
    assert [Path(f.location.path).name for f in found] == ["trainer.py"]
    assert any(r.location.path.endswith("train.py") for r in found[0].related)
    alone = check_project(tmp_path, {}, "trainer.py", select=("LL502",)).findings
    assert alone == found


def test_what_the_file_that_builds_a_loader_sees_by_itself_is_said_there_alone(tmp_path: Path) -> None:
    known = {**TRAINER, "trainer.py": TRAINER["trainer.py"].replace("raise NotImplementedError", "batch.backward()")}
    known["trainer.py"] = known["trainer.py"].replace("options.workers", "4")
    known["train.py"] = known["train.py"].replace("self.model(batch).backward()", "batch.backward()")
    found = check_project(tmp_path, known, select=("LL502",)).findings
    assert [Path(f.location.path).name for f in found] == ["trainer.py"]


def test_options_are_followed_through_a_dict_that_is_spread_over_parameters(tmp_path: Path) -> None:
    loaders = f"{LOADER}def make_loader(data, size=1, workers=1):\n"
    loaders += "    return DataLoader(data, size, num_workers=workers, persistent_workers=True)\n"
    train = "from loaders import make_loader\ndef options(n):\n    return {'workers': n, 'size': 2}\n"
    train += "make_loader([], **options(0))\n"
    assert codes(check_project(tmp_path, {"loaders.py": loaders, "train.py": train})) == ["LL201"]
    (tmp_path / "train.py").write_text(train.replace("options(0)", "options(4)"), encoding="utf-8")
    assert codes(check_project(tmp_path, {})) == []


@pytest.mark.parametrize("source", ["pkg", "."])
def test_a_package_may_import_its_modules_from_itself(tmp_path: Path, source: str) -> None:
    files = {"pkg/__init__.py": f"from {source} import settings\n", "pkg/settings.py": "WORKERS = 0\n"}
    train = f"{LOADER}import pkg\nDataLoader([], num_workers=pkg.settings.WORKERS, persistent_workers=True)\n"
    assert codes(check_project(tmp_path, {**files, "train.py": train}, "train.py")) == ["LL201"]


def test_a_project_whose_own_folder_is_marked_as_a_package_imports_from_there(tmp_path: Path) -> None:
    train = f"{LOADER}from pkg.settings import WORKERS\nDataLoader([], num_workers=WORKERS, persistent_workers=True)\n"
    files = {"__init__.py": "", "pkg/__init__.py": "", "pkg/settings.py": "WORKERS = 0\n", "scripts/train.py": train}
    assert codes(check_project(tmp_path, files)) == ["LL201"]


@pytest.mark.parametrize(
    ("name", "end", "expected"),
    [
        ("settings", "", ["LL201"]),
        ("datasets", "", []),  # rather the library
        ("datasets", "\nif __name__ == '__main__':\n    main()\n", ["LL201"]),
    ],
)
def test_code_in_a_package_imports_what_lies_beside_it(
    tmp_path: Path, name: str, end: str, expected: list[str]
) -> None:
    main = "def main():\n    DataLoader([], num_workers=WORKERS, persistent_workers=True)\n"
    files = {"pkg/__init__.py": "", f"pkg/{name}.py": "WORKERS = 0\n"}
    train = f"{LOADER}from {name} import WORKERS\n\n\n{main}{end}"
    assert codes(check_project(tmp_path, {**files, "pkg/train.py": train})) == expected


def test_nothing_above_the_project_is_looked_at(tmp_path: Path) -> None:
    (tmp_path / "settings.py").write_text("WORKERS = 0\n", encoding="utf-8")
    train = f"{LOADER}from ..settings import WORKERS\nDataLoader([], num_workers=WORKERS, persistent_workers=True)\n"
    files = {"pkg/__init__.py": "", "pkg/train.py": train}
    assert codes(check_project(tmp_path, files, "pkg/train.py")) == ["LL201"]
    assert codes(check_project(tmp_path / "pkg", {}, "train.py")) == []


def test_a_link_that_leads_nowhere_hides_no_module_beside_it(tmp_path: Path) -> None:
    (tmp_path / "loop.py").symlink_to("loop.py")
    files = {"settings.py": "WORKERS = 0\n"}
    train = f"{LOADER}import settings\nDataLoader([], num_workers=settings.WORKERS, persistent_workers=True)\n"
    assert codes(check_project(tmp_path, {**files, "train.py": train}, "train.py")) == ["LL201"]


def test_what_a_trainer_adds_to_a_problem_is_told_in_one_finding(tmp_path: Path) -> None:
    code = """
        import lightning
        import torch
        from torch.utils.data import DataLoader, TensorDataset

        class Data(lightning.LightningDataModule):
            def train_dataloader(self):
                return DataLoader(TensorDataset(torch.rand(1000, 1)), batch_size=16, shuffle=True)

            def val_dataloader(self):
                return DataLoader(TensorDataset(torch.rand(1000, 1)), batch_size=16, drop_last=True)

        class Net(lightning.LightningModule):
            def training_step(self, batch, index):
                return batch[0].mean()

            def validation_step(self, batch, index):
                self.log("loss", batch[0].mean())

        if __name__ == "__main__":
            lightning.Trainer(max_epochs=9, devices=2).fit(Net(), datamodule=Data())
    """
    result = check_project(tmp_path, {"train.py": code}, select=("LL405",))
    assert [f.message.split("samples ")[1] for f in result.findings] == ["out of the evaluation on each rank"]


def test_a_copy_of_the_batches_of_several_loaders_names_each() -> None:
    result = check_code(
        dedent("""
            import torch
            from torch.utils.data import DataLoader

            def train(loader, model, optimizer):
                for epoch in range(3):
                    for batch in loader:
                        model(batch.to("cuda")).sum().backward()
                        optimizer.step()

            def main(model, optimizer):
                train(DataLoader(torch.rand(8, 1), pin_memory=True), model, optimizer)
                train(DataLoader(torch.rand(9, 1), pin_memory=True), model, optimizer)

            main(model, optimizer)
        """),
        "LL504",
    )
    (finding,) = result.findings
    assert [r.location.line for r in finding.related if r.message == "pinned here"] == [12, 13]


def test_a_dataset_that_holds_two_lambdas_shows_both() -> None:
    result = check_code(
        dedent("""
            import torch
            from torch.utils.data import DataLoader, Dataset

            class Rows(Dataset):
                def __init__(self, transform):
                    self.transform = transform
                    self.target = lambda row: row

                def __len__(self):
                    return 8

                def __getitem__(self, index):
                    return self.target(self.transform(index))

            DataLoader(Rows(lambda row: row), num_workers=2, multiprocessing_context="spawn")
        """),
        "LL303",
    )
    (finding,) = result.findings
    assert [r.location.line for r in finding.related if r.message == "this cannot be sent either"] == [8]
