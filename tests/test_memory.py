"""What is found by means of a memory is what is found without: nothing is remembered that no longer holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loaderlint.checking import checker
from loaderlint.checking.engine import Result, check_paths
from loaderlint.checking.remembered import Memory
from loaderlint.config import Config
from loaderlint.fixing.fix import Files, Fixed, fix_all
from loaderlint.rules import catalogue
from tests.tools import FIXTURES, fix_folder, only

FOLDERS = sorted(path for path in FIXTURES.iterdir() if path.is_dir())
CODES = {rule.name: rule.code for rule in catalogue()}


@pytest.mark.parametrize("folder", FOLDERS[1::6], ids=lambda path: path.name)
def test_fixing_of_one_rule_comes_to_the_same(folder: Path) -> None:
    select = CODES[folder.name]
    assert fix_folder(folder, select) == fix_folder(folder, select, anew=True)


# -- a project whose files import each other ------------------------------------------------------------------------

DATASETS = (
    """
class Noisy(Dataset):
    def __init__(self):
        self.rng = np.random.default_rng(0)

    def __getitem__(self, index):
        return self.rng.normal()
""",
    """
class Noisy(Dataset):
    def __getitem__(self, index):
        return float(index)
""",
    "Noisy = list\n",
    "Noisy = (\n",
)
WORKERS = ("workers = 0\n", "workers = 2\n", "")
LOADERS = (
    "",
    "loader = DataLoader(Noisy(), batch_size=2, num_workers=workers)\n",
    "loader = DataLoader(Noisy(), batch_size=2, num_workers=workers, prefetch_factor=4)  # loaderlint: ignore\n",
)
IMPORTS = "import numpy as np\nfrom torch.utils.data import DataLoader, Dataset\n"
MODULES = ("train", "data", "pkg.inner", "pkg.other", "pkg")
FILES = ("train.py", "data.py", "pkg/inner.py", "pkg/other.py", "pkg/__init__.py")

#: What leads to the names of another module without naming them, and what is there besides.
BESIDES = (
    "",
    *(f"from {module} import *\n" for module in MODULES),
    "import data\nNoisy = data.Noisy\n",
    "import pkg.inner\nNoisy = pkg.inner.Noisy\n",
    "def made():\n    from pkg import workers, Noisy\n    return DataLoader(Noisy(), num_workers=workers)\n",
    "def unused():\n    return 1\n",
    "def unused():\n    return 2\n",
)


@st.composite
def contents(draw: st.DrawFn) -> str:
    """A file of a project: its dataset and its number of workers are its own, or another's, in circles too."""
    lines = [IMPORTS, draw(st.sampled_from(BESIDES))]
    for name, own in (("Noisy", DATASETS), ("workers", WORKERS)):
        imported = (*(f"from {module} import {name}\n" for module in MODULES), "")
        lines.append(draw(st.sampled_from(own) | st.sampled_from(imported)))
    return "".join([*lines, draw(st.sampled_from(LOADERS))])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_contents_that_come_and_go(tmp_path: Path, data: st.DataObject) -> None:
    """Whatever stands in for the files on disk, one after another, is understood as if it were the first."""
    for name in FILES:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(data.draw(contents()), encoding="utf-8")
    named = data.draw(
        st.sampled_from(((tmp_path,), (tmp_path / "train.py",), (tmp_path / "pkg", tmp_path / "data.py")))
    )
    config = Config(tmp_path, select=data.draw(st.sampled_from((("LL",), ("LL101", "LL902")))))
    memory = Memory(config.with_all_rules())
    texts: dict[Path, bytes] = {}
    for _ in range(4):
        known = check_paths(named, only(config), texts=texts, memory_of=lambda _: memory)
        assert known == check_paths(named, only(config), texts=texts)
        for name in data.draw(st.lists(st.sampled_from(FILES), unique=True, max_size=2)):
            texts[tmp_path / name] = data.draw(contents()).encode()
        if data.draw(st.booleans()):
            texts.pop(next(iter(texts), tmp_path), None)


NOISY = IMPORTS + DATASETS[0]
FIXABLE = "from torch.utils.data import DataLoader\n\nloader = DataLoader(range(8), persistent_workers=True)\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "data.py").write_text(NOISY)
    for name in ("first", "second"):
        use = "\nloader = DataLoader(Noisy(), batch_size=2, num_workers=2)\n"
        (tmp_path / f"{name}.py").write_text(
            "from torch.utils.data import DataLoader\n\nfrom data import Noisy\n" + use
        )
    (tmp_path / "third.py").write_text(FIXABLE)
    return tmp_path


def fix(project: Path, memory: Memory | None) -> Fixed:
    config = Config(project)

    def check(texts: object) -> Result:
        memory_of = Memory if memory is None else lambda _: memory
        return check_paths((project,), only(config), texts=texts, memory_of=memory_of)  # type: ignore[arg-type]

    return fix_all(Files(Path.read_bytes, check, check), unsafe=True)


@pytest.fixture
def checked(project: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], list[str]]:
    """Checks a project with other contents of one of its files, and tells which are looked at for that."""
    looked_at: list[str] = []
    original = checker.check_files

    def note(paths: list[Path], *rest: object) -> object:
        looked_at.extend(path.name for path in paths)
        return original(paths, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(checker, "check_files", note)
    memory = Memory(Config(project))
    texts: dict[Path, bytes] = {}

    def check(name: str, text: str) -> list[str]:
        looked_at.clear()
        texts[project / name] = text.encode()
        check_paths((project,), only(memory.config), texts=texts, memory_of=lambda _: memory)
        return looked_at

    return check


def test_a_round_checks_what_changed_and_what_rests_on_it(checked: Callable[[str, str], list[str]]) -> None:
    assert checked("third.py", FIXABLE) == ["data.py", "first.py", "second.py", "third.py"]
    assert checked("third.py", FIXABLE + "# changed\n") == ["third.py"]
    assert checked("data.py", NOISY + "# changed\n") == ["data.py", "first.py", "second.py"]
    assert checked("data.py", NOISY + "# changed\n") == []


def test_a_module_that_is_only_passed_through_may_change_within(
    project: Path, checked: Callable[[str, str], list[str]]
) -> None:
    """`layers` is asked for the names of the package, and has none of them."""
    (project / "pkg").mkdir()
    (project / "pkg" / "__init__.py").write_text(
        "from .noisy import *\nfrom .layers import *\nfrom .quiet import Quiet\n"
    )
    (project / "pkg" / "noisy.py").write_text(NOISY)
    (project / "pkg" / "quiet.py").write_text(IMPORTS + "class Quiet(Dataset):\n    pass\n")
    use = "loader = DataLoader(Noisy(), batch_size=2, num_workers=2)\n"
    (project / "first.py").write_text(f"from torch.utils.data import DataLoader\nfrom pkg import Noisy\n{use}")
    layers = "def layer():\n    return {}\n"
    (project / "pkg" / "layers.py").write_text(layers.format(1))
    checked("pkg/layers.py", layers.format(1))
    assert checked("pkg/layers.py", layers.format(2)) == []
    assert "first.py" in checked("pkg/layers.py", layers.format(2) + "def Noisy():\n    return 3\n")
    quiet = (project / "pkg" / "quiet.py").read_text()
    assert checked("pkg/quiet.py", quiet + "    rows = 1\n") == ["quiet.py"]


def test_fixing_takes_over_what_is_remembered(project: Path) -> None:
    memory = Memory(Config(project))
    before = fix(project, memory)
    assert before == fix(project, memory) == fix(project, None)
    assert len(before.texts) == 3


def test_rules_that_are_off_are_left_out_of_what_is_remembered(project: Path) -> None:
    memory = Memory(Config(project))
    for select in ("LL101", "LL2", "LL"):
        config = replace(memory.config, select=(select,))
        known = check_paths((project,), only(config), memory_of=lambda _: memory)
        assert known == check_paths((project,), only(config))


def test_a_module_that_can_be_imported_again_is_noticed(tmp_path: Path) -> None:
    """A program that ended at the import of a broken module is looked at anew once that is mended."""
    module, program = tmp_path / "inner.py", tmp_path / "train.py"
    module.write_text("workers = 2\n")
    program.write_text(IMPORTS + "from inner import *\n" + DATASETS[0])
    memory = Memory(Config(tmp_path).with_all_rules())
    for texts in ({module: b"workers = (\n"}, {}):
        known = check_paths((tmp_path,), only(Config(tmp_path)), texts=texts, memory_of=lambda _: memory)
        assert known == check_paths((tmp_path,), only(Config(tmp_path)), texts=texts)
    assert "LL101" in [finding.code for finding in known.findings]
