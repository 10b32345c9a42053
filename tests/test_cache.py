"""What is remembered gives the findings that checking would give, and no others."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner

import loaderlint.checking.cache
from loaderlint.checking import outcome
from loaderlint.checking.cache import Cache, clean, directory_of
from loaderlint.checking.engine import Result, check_paths
from loaderlint.checking.remembered import Memory
from loaderlint.cli import main
from loaderlint.config import with_options
from loaderlint.finding import Severity
from loaderlint.model.project.modules import digest
from loaderlint.projects import Projects
from tests.tools import FIXTURES

DATA = """
import numpy as np
from torch.utils.data import Dataset

class Noisy(Dataset):
    def __init__(self):
        self.rng = np.random.default_rng(0)

    def __getitem__(self, index):
        return self.rng.normal()

    def __len__(self):
        return 8
"""

TRAIN = """
from torch.utils.data import DataLoader

from data import Noisy

loader = DataLoader(Noisy(), batch_size=2, num_workers=2)
"""

#: The same dataset without a stream of its own.
STEADY = DATA.replace("self.rng.normal()", "float(index)")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "project"
    (root / ".git").mkdir(parents=True)
    (root / "pyproject.toml").write_text("[project]\nname = 'example'\n")
    (root / "train.py").write_text(TRAIN)
    (root / "data.py").write_text(DATA)
    monkeypatch.chdir(root)
    monkeypatch.setenv("LOADERLINT_CACHE_DIR", str(tmp_path / "caches"))
    return root


def projects(*targets: Path) -> Projects:
    return Projects(targets, over=lambda config: with_options(config, cache_dir=os.environ["LOADERLINT_CACHE_DIR"]))


def cache_of(project: Path) -> Path:
    """The directory that the cache of a project lies in."""
    return directory_of(projects(project).of(project))


def check(*paths: str, cached: bool = True, jobs: int | None = None) -> Result:
    targets = tuple(map(Path, paths)) or (Path(),)
    return check_paths(targets, projects(*targets), memory_of=Cache if cached else Memory, jobs=jobs)


def same(*paths: str) -> Result:
    """The result of a run that remembers, which is also that of one that does not."""
    result = check(*paths)
    assert result == check(*paths, cached=False)
    return result


def codes(result: Result) -> list[str]:
    return [f"{f.location.path}:{f.code}" for f in result.findings]


def checked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are checked from here on."""
    from loaderlint.checking import checker

    names: list[str] = []
    original = checker._Checker.check

    def note(self: checker._Checker, path: Path) -> object:
        names.append(path.name)
        return original(self, path)

    monkeypatch.setattr(checker._Checker, "check", note)
    return names


def test_a_second_run_checks_nothing_and_finds_the_same(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = same()
    names = checked(monkeypatch)
    assert check() == first
    assert names == []
    assert any("LL101" in code for code in codes(first))
    assert (cache_of(project) / ".gitignore").read_text() == "*\n"
    assert (cache_of(project) / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55")


@pytest.fixture
def fixtures(project: Path) -> Path:
    """Some fixtures, copied, so that nobody changes them meanwhile."""
    for name in ("shared-rng-in-workers", "unguarded-worker-option", "missing-set-epoch", "unused-ignore"):
        shutil.copytree(FIXTURES / name, project / name, ignore=shutil.ignore_patterns("fixed*.py"))
    return project


def test_everything_that_a_finding_holds_survives(fixtures: Path) -> None:
    result = check(str(fixtures), cached=False)
    decode, encode = outcome._finding_from_json, outcome._finding_as_json
    assert any(finding.fix for finding in result.findings)
    assert any(finding.related for finding in result.findings)
    assert [decode(json.loads(json.dumps(encode(f)))) for f in result.findings] == list(result.findings)


@pytest.mark.parametrize("jobs", [1, 2, 4])
def test_findings_are_the_same_for_every_number_of_processes(jobs: int, fixtures: Path) -> None:
    expected = check(str(fixtures), cached=False, jobs=1)
    assert check(str(fixtures), jobs=jobs) == expected
    assert check(str(fixtures), jobs=jobs) == expected


def test_only_what_changed_is_checked_again(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "other.py").write_text(DATA)
    check()
    names = checked(monkeypatch)
    (project / "train.py").write_text(TRAIN + "# changed\n")
    check()
    assert names == ["train.py"]


@pytest.mark.parametrize("options", [("--fix", "--unsafe-fixes"), ("--fix", "--select", "LL201"), ("--add-ignore",)])
def test_what_was_fixed_is_known(options: tuple[str, ...], project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "train.py").write_text(TRAIN + "again = DataLoader([1], persistent_workers=True)\n")
    CliRunner().invoke(main, [*options, "."])
    names = checked(monkeypatch)
    same()
    assert names == ["data.py", "train.py"]  # once, by the run that does not remember


@pytest.mark.usefixtures("project")
def test_showing_a_difference_leaves_what_is_known_of_the_files(monkeypatch: pytest.MonkeyPatch) -> None:
    CliRunner().invoke(main, ["--diff", "--unsafe-fixes", "."])
    names = checked(monkeypatch)
    same()
    assert names == ["data.py", "train.py"]


def test_a_module_that_is_imported_and_never_looked_into(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "train.py").write_text("from data import unused\nfrom other import thing\n" + TRAIN)
    (project / "other.py").write_text("thing = 1\n")
    check()
    names = checked(monkeypatch)
    check()
    assert names == []


def test_a_dependency_that_changes(project: Path) -> None:
    assert "train.py:LL101" in codes(same("train.py"))
    (project / "data.py").write_text(STEADY)
    assert "train.py:LL101" not in codes(same("train.py"))
    (project / "data.py").write_text(DATA)
    assert "train.py:LL101" in codes(same("train.py"))


def test_a_dependency_of_a_dependency_that_changes(project: Path) -> None:
    (project / "data.py").write_text("from deeper import Noisy\n")
    (project / "deeper.py").write_text(DATA)
    assert "train.py:LL101" in codes(same("train.py"))
    (project / "deeper.py").write_text(STEADY)
    assert "train.py:LL101" not in codes(same("train.py"))


def test_a_dependency_that_vanishes_and_one_that_appears(project: Path) -> None:
    (project / "data.py").rename(project / "elsewhere.py")
    assert "train.py:LL101" not in codes(same("train.py"))
    (project / "data.py").write_text(DATA)
    assert "train.py:LL101" in codes(same("train.py"))
    (project / "data.py").unlink()
    assert "train.py:LL101" not in codes(same("train.py"))


def test_a_module_that_comes_before_another(project: Path) -> None:
    assert "train.py:LL101" in codes(same("train.py"))
    (project / "data").mkdir()
    (project / "data" / "__init__.py").write_text(STEADY)
    assert "train.py:LL101" not in codes(same("train.py"))


def test_a_result_does_not_outlive_a_change_that_a_run_of_other_files_saw(project: Path) -> None:
    (project / "second.py").write_text(TRAIN)
    check()
    (project / "data.py").write_text(STEADY)
    check("second.py")
    (project / "data.py").write_text(STEADY + "\n")
    check("second.py")
    assert not any("LL101" in code for code in codes(same()))


def test_a_loader_elsewhere_that_comes_and_goes(project: Path) -> None:
    same("data.py")
    alone = codes(same())
    (project / "train.py").unlink()
    assert codes(same()) != alone


def test_the_range_of_torch(project: Path) -> None:
    (project / "train.py").write_text("from torch.utils.data import DataLoader\nDataLoader([1], prefetch_factor=4)\n")
    before = same()
    (project / "pyproject.toml").write_text("[project]\nname = 'example'\ndependencies = ['torch==1.8']\n")
    after = same()
    assert (codes(before), codes(after)) != ([], [])


def test_a_pin_of_a_library(project: Path) -> None:
    text = DATA.replace("self.rng = np.random.default_rng(0)", "self.rng = A.Compose([A.HorizontalFlip()])")
    (project / "data.py").write_text("import albumentations as A" + text.replace("self.rng.normal()", "self.rng(1)"))
    (project / "requirements.txt").write_text("albumentations==2.0.8\n")
    same()
    (project / "requirements.txt").write_text("albumentations==1.3.1\n")
    same()


def test_the_python_that_a_readme_in_a_folder_names(project: Path) -> None:
    (project / "below").mkdir()
    (project / "below" / "run.py").write_text(
        "from torch.utils.data import DataLoader\nfor batch in DataLoader([1], num_workers=2):\n    print(batch)\n"
    )
    severities = []
    for said in ("Python 3.7+", "Python 3.7"):
        (project / "below" / "README.md").write_text(said)
        severities.append([f.severity for f in same().findings if f.code == "LL304"])
    assert severities == [[Severity.WARNING], [Severity.ADVICE]]


def test_another_release_of_the_linter(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check()
    names = checked(monkeypatch)
    monkeypatch.setattr(loaderlint.checking.cache, "__version__", "0.0.0")
    check()
    assert sorted(names) == ["data.py", "train.py"]
    assert len(list(cache_of(project).glob("*.json"))) == 2


def test_no_more_than_a_few_configurations_are_kept(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(loaderlint.checking.cache.MAX_FILES + 3):
        monkeypatch.setattr(loaderlint.checking.cache, "__version__", str(number))
        check()
    assert len(list(cache_of(project).glob("*.json"))) == loaderlint.checking.cache.MAX_FILES


def test_a_cache_that_would_be_too_large_is_not_kept(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loaderlint.checking.cache, "MAX_BYTES", 100)
    same()
    assert not cache_of(project).exists()


def test_a_comment_that_silences_is_read_again(project: Path) -> None:
    silenced = TRAIN.replace("num_workers=2)", "num_workers=2)  # loaderlint: ignore")
    (project / "train.py").write_text(silenced)
    same()
    assert not any(code.startswith("train.py") for code in codes(same()))
    (project / "data.py").write_text(STEADY)
    same()
    same()


def test_broken_files_and_notebooks(project: Path) -> None:
    (project / "broken.py").write_text("from torch.utils.data import DataLoader\nDataLoader(\n")
    cells = [
        TRAIN,
        "%matplotlib inline\nDataLoader((",
        "loader = DataLoader(Noisy(), num_workers=2)  # loaderlint: ignore",
    ]
    code: list[dict[str, object]] = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": c} for c in cells
    ]
    (project / "book.ipynb").write_text(json.dumps({"cells": code, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    assert "broken.py:LL901" in codes(same())
    assert same() == same()


def written(project: Path) -> Path:
    """The one file of the cache after a run."""
    check()
    (file,) = cache_of(project).glob("*.json")
    return file


def _sealed(document: object) -> bytes:
    data = json.dumps(document).encode()
    return digest(data).encode() + b"\n" + data


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\0" * 100, b"nonsense", _sealed(1), _sealed([]), _sealed({"a": 1}), _sealed({"a": [1, 2, 3, 4, 5]}),
        digest(b"[" * 100_000).encode() + b"\n" + b"[" * 100_000,
        digest(b"9" * 10_000).encode() + b"\n" + b"9" * 10_000,
    ],
    ids=range(9),
)  # fmt: skip
def test_what_is_no_cache_is_replaced(data: bytes, project: Path) -> None:
    file = written(project)
    good = file.read_bytes()
    file.write_bytes(data)
    same()
    assert file.read_bytes() == good


def test_no_change_to_a_cache_does_harm(project: Path) -> None:
    file = written(project)
    expected = check(cached=False)
    head, _, body = file.read_bytes().partition(b"\n")
    for at in range(0, len(body), len(body) // 40):
        for byte in (b"9", b'"', b"]"):
            changed = body[:at] + byte + body[at + 1 :]
            file.write_bytes(head + b"\n" + changed)  # as a disk or a crash would leave it
            if changed != body:
                assert check("train.py").troubles == ()
                break
    assert check() == expected


def test_values_of_another_kind_are_left_out(project: Path) -> None:
    file = written(project)
    expected = check(cached=False)
    document = json.loads(file.read_bytes().partition(b"\n")[2])

    def variants(value: object) -> list[object]:
        if isinstance(value, dict):
            return [{**value, k: v} for k in value for v in variants(value[k])] + [None]
        if isinstance(value, list):
            return [[*value[:n], v, *value[n + 1 :]] for n in range(len(value)) for v in variants(value[n])] + [7]
        return [{"odd": []}]

    for variant in variants(document)[::3]:
        file.write_bytes(_sealed(variant))
        result = check()
        assert len(result.findings) <= len(expected.findings)
        assert result.troubles == ()


def test_nothing_but_modules_is_opened(project: Path) -> None:
    file = written(project)
    os.mkfifo(project / "pipe")
    document = json.loads(file.read_bytes().partition(b"\n")[2])
    for entry in document.values():
        entry[3]["odd"] = str(project / "pipe")
        entry[3]["odder"] = "/dev/zero"
        entry[5][""] = [[str(project / "pipe"), ""], ["/dev/zero", ""]]
    document[str(project / "pipe")] = ["0", "0", [], {}, {}, {}, "", None]
    document["/dev/zero"] = ["0", "0", [], {}, {}, {}, "", None]
    file.write_bytes(_sealed(document))
    same()


def test_a_directory_that_cannot_be_written(project: Path) -> None:
    cache_of(project).parent.write_text("in the way")
    same()
    cache_of(project).parent.unlink()
    cache_of(project).parent.mkdir()
    cache_of(project).symlink_to(project)
    same()
    assert not list(project.glob("*.json"))


def test_runs_at_the_same_time(project: Path) -> None:
    command = [sys.executable, "-m", "loaderlint", "--exit-zero", "--output-format", "json", "."]

    def run(number: int) -> str:
        (project / f"data_{number}.py").write_text(DATA)
        return subprocess.run(command, cwd=project, capture_output=True, text=True, check=True).stdout

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(run, range(4)))
    assert run(0) == subprocess.run([*command, "--no-cache"], capture_output=True, text=True, check=True).stdout
    assert len(list(cache_of(project).iterdir())) == 3


def test_a_warm_run_loads_neither_the_parser_nor_the_model(project: Path) -> None:
    code = (
        "import sys\n"
        "from loaderlint.cli import main\n"
        "main(['--exit-zero', '--output-format', 'json'], standalone_mode=False)\n"
    )
    heavy = (
        "finally:\n    heavy = {'libcst', 'torch', 'numpy', 'loaderlint.checking.checker', 'loaderlint.model.analysis',"
        " 'loaderlint.rules.ll101_shared_rng_in_workers'}\n    print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    code = "try:\n" + "".join(f"    {line}\n" for line in code.splitlines()) + "except SystemExit:\n    pass\n" + heavy
    runs = [
        subprocess.run([sys.executable, "-c", code], cwd=project, capture_output=True, text=True, check=True)
        for _ in range(2)
    ]
    assert "libcst" in runs[0].stderr
    assert runs[1].stderr.strip() == "[]"
    assert runs[0].stdout == runs[1].stdout != ""


def test_clean(project: Path) -> None:
    result = CliRunner().invoke(main, ["clean"])
    assert (result.exit_code, result.output) == (0, "nothing to remove\n")
    check()
    result = CliRunner().invoke(main, ["clean", "train.py"])
    assert (result.exit_code, result.output) == (0, f"removed {cache_of(project)}\n")
    assert not cache_of(project).exists()
    cache_of(project).symlink_to(project)
    assert not clean(projects(project).of(project))


def test_it_lies_in_the_users_cache_folder(project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("LOADERLINT_CACHE_DIR")
    monkeypatch.setattr(loaderlint.checking.cache, "user_cache_dir", lambda *_, **__: str(tmp_path / "home"))
    before = sorted(project.iterdir())
    CliRunner().invoke(main, ["."])
    assert sorted(project.iterdir()) == before
    assert len(list((tmp_path / "home").glob("*/*.json"))) == 1


def test_settings_and_options_say_where_it_lies(project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("LOADERLINT_CACHE_DIR")
    (project / "pyproject.toml").write_text("[tool.loaderlint]\ncache-dir = 'kept'\n")
    (project / "sub").mkdir()
    monkeypatch.chdir(project / "sub")

    def caches() -> list[str]:
        return sorted(path.parents[1].relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.json"))

    for options, where in (((), "project/kept"), (("--cache-dir", "here"), "project/sub/here")):
        CliRunner().invoke(main, ["..", *options])
        assert caches() == [where]
        assert CliRunner().invoke(main, ["clean", "..", *options]).output.startswith("removed ")
        assert caches() == []
    monkeypatch.setenv("LOADERLINT_CACHE_DIR", str(tmp_path / "variable"))
    CliRunner().invoke(main, [".."])
    assert caches() == ["variable"]


@pytest.mark.usefixtures("project")
def test_every_project_has_its_own(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "pyproject.toml").write_text("[tool.loaderlint]\n")
        (tmp_path / name / "train.py").write_text(TRAIN)
    CliRunner().invoke(main, [str(tmp_path / "one"), str(tmp_path / "two")])
    assert len(list((tmp_path / "caches").glob("*/*.json"))) == 2
    done = CliRunner().invoke(main, ["clean", *(str(tmp_path / name) for name in ("two", "one", "two"))])
    assert done.output == f"removed {cache_of(tmp_path / 'one')}\nremoved {cache_of(tmp_path / 'two')}\n"


def test_only_the_projects_checked_last_are_kept(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loaderlint.checking.cache, "MAX_PROJECTS", 2)
    check()
    own, caches = cache_of(project), cache_of(project).parent
    for number, name in enumerate(("old", "older", "oldest")):
        shutil.copytree(own, caches / name)
        os.utime(caches / name, (1000 - number, 1000 - number))
    # What is not a cache of ours, though it may look like one.
    (caches / "users").mkdir()
    (caches / "users" / "CACHEDIR.TAG").write_text("Signature: 8a477f597d28d172789f06886806bc55\n# of another tool\n")
    os.utime(caches / "users", (0, 0))
    (caches / "link").symlink_to(project)
    (project / "train.py").write_text(TRAIN + "# changed\n")
    check()
    assert sorted(caches.iterdir()) == sorted([own, caches / "link", caches / "old", caches / "users"])


def test_where_nobody_knows_a_home_nothing_is_written(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LOADERLINT_CACHE_DIR")
    monkeypatch.setattr(loaderlint.checking.cache, "user_cache_dir", lambda *_, **__: "~/.cache/loaderlint")
    before = sorted(project.iterdir())
    assert CliRunner().invoke(main, ["."]).exit_code == 1
    assert sorted(project.iterdir()) == before


def test_no_cache_writes_none(project: Path) -> None:
    CliRunner().invoke(main, ["--no-cache", "."])
    assert not cache_of(project).exists()
    CliRunner().invoke(main, ["."])
    assert cache_of(project).exists()


@pytest.mark.parametrize("jobs", [1, 2])
def test_progress_counts_what_is_checked(jobs: int, project: Path) -> None:
    told: list[tuple[int, int]] = []

    def note(done: int, of: int) -> None:
        told.append((done, of))

    for _ in range(2):
        check_paths((project,), projects(project), jobs=jobs, memory_of=Cache, progress=note)
    assert told == [(1, 2), (2, 2)]


def test_a_settings_file_that_changes_vanishes_and_appears(project: Path) -> None:
    (project / "loading.py").write_text("import yaml\n\nsettings = yaml.safe_load(open('settings.yaml'))\n")
    (project / "train.py").write_text(
        "from loading import settings\nfrom torch.utils.data import DataLoader\n\n"
        "loader = DataLoader(range(8), num_workers=settings['workers'], persistent_workers=True)\n"
    )
    file = project / "settings.yaml"
    assert "train.py:LL201" not in codes(same())
    file.write_text("workers: 0\n")
    assert "train.py:LL201" in codes(same())
    file.write_text("workers: 4\n")
    assert "train.py:LL201" not in codes(same())
    file.write_text("workers: [\n")
    assert "train.py:LL201" not in codes(same())
    file.write_text("workers: 0\n")
    assert "train.py:LL201" in codes(same())
    file.unlink()
    assert "train.py:LL201" not in codes(same())


def test_settings_files_that_a_user_may_choose_come_and_go(project: Path) -> None:
    (project / "train.py").write_text(
        "import argparse\nimport yaml\nfrom torch.utils.data import DataLoader\n\n"
        "parser = argparse.ArgumentParser()\nparser.add_argument('--config', required=True)\n"
        "settings = yaml.safe_load(open(parser.parse_args().config))\n"
        "loader = DataLoader(range(8), num_workers=settings['workers'], persistent_workers=True)\n"
    )
    assert "train.py:LL207" not in codes(same())
    (project / "configs").mkdir()
    file = project / "configs" / "small.yaml"
    file.write_text("workers: 0\n")
    assert "train.py:LL207" in codes(same())
    file.write_text("seed: 0\n")
    assert "train.py:LL207" not in codes(same())
    other = project / "configs" / "large.yml"
    other.write_text("workers: 0\n")
    assert "train.py:LL207" in codes(same())
    other.unlink()
    assert "train.py:LL207" not in codes(same())


def test_modules_that_register_something_come_and_go(project: Path) -> None:
    (project / "data").mkdir()
    (project / "data" / "registry.py").write_text(
        "KNOWN = {}\n\n\ndef register(name):\n    def keep(cls):\n        KNOWN[name] = cls\n        return cls\n\n"
        "    return keep\n"
    )
    (project / "train.py").write_text(
        "from data.registry import KNOWN\nfrom torch.utils.data import DataLoader\n\n"
        "loader = DataLoader(KNOWN['rows'](), num_workers=4)\n"
    )
    noisy = (
        "import numpy as np\nfrom torch.utils.data import Dataset\n\nfrom data.registry import register\n\n\n"
        "@register('rows')\nclass Rows(Dataset):\n    def __init__(self):\n"
        "        self.rng = np.random.default_rng()\n\n    def __len__(self):\n        return 8\n\n"
        "    def __getitem__(self, index):\n        return self.rng.normal()\n"
    )
    file = project / "data" / "rows.py"
    assert "train.py:LL101" not in codes(same())
    file.write_text(noisy)
    assert "train.py:LL101" in codes(same())
    file.write_text(noisy.replace("'rows'", "'others'"))
    (project / "data" / "plain.py").write_text(noisy.replace("self.rng.normal()", "index"))
    assert "train.py:LL101" not in codes(same())
    file.write_text(noisy.replace("@register('rows')", "@register('rows')  # as ever"))
    (project / "data" / "plain.py").unlink()
    assert "train.py:LL101" in codes(same())
    file.unlink()
    assert "train.py:LL101" not in codes(same())


def test_settings_that_stay_as_they_are(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "settings.yaml").write_text("workers: 0\n")
    (project / "train.py").write_text(
        "import yaml\nfrom torch.utils.data import DataLoader\n\nsettings = yaml.safe_load(open('settings.yaml'))\n"
        "loader = DataLoader(range(8), num_workers=settings['workers'], persistent_workers=True)\n"
    )
    first = same()
    names = checked(monkeypatch)
    assert check() == first
    assert names == []
