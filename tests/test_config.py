"""Settings: where they are read from, what they may be, and the torch versions that a project asks for."""

from __future__ import annotations

from pathlib import Path

import pytest
from packaging.version import Version

from loaderlint.config import Config, with_options
from loaderlint.finding import Severity
from loaderlint.model.project.pins import ends_before
from loaderlint.model.project.requirements import TorchRange, detect_target, nearest_target, parse_target
from loaderlint.projects import Projects
from loaderlint.settings import ConfigError
from tests.tools import check_code, codes

PYPROJECT = "pyproject.toml"


def load(folder: Path, table: str, *, isolated: bool = False) -> Config:
    (folder / "pyproject.toml").write_text(table, encoding="utf-8")
    return Projects((folder,), isolated=isolated).of(folder)


def failure(folder: Path, table: str) -> str:
    with pytest.raises(ConfigError) as caught:
        load(folder, table)
    return str(caught.value).replace(f"{folder}/pyproject.toml: ", "")


def test_every_key(tmp_path: Path) -> None:
    config = load(
        tmp_path,
        """
        [tool.loaderlint]
        select = ["LL2", "shared-rng-in-workers"]
        ignore = ["LL201"]
        exclude = ["old/"]
        extend-exclude = ["*_pb2.py"]
        fail-on = "error"
        target-torch = ">=1.9,<2.4"
        platforms = ["linux", "windows"]
        preset = "debugging"

        [tool.loaderlint.per-file-ignores]
        "tests/*" = ["LL1"]
        """,
    )
    assert config.select == ("LL2", "LL101")
    assert config.ignore == ("LL201",)
    assert config.exclude == ("old/",)
    assert config.extend_exclude == ("*_pb2.py",)
    assert config.fail_on is Severity.ERROR
    assert config.target_torch.specifier in (">=1.9,<2.4", "<2.4,>=1.9")
    assert config.runtime.platforms == ("Linux", "Windows")
    assert config.preset == "debugging"
    assert config.per_file_ignores == (("tests/*", ("LL1",)),)
    assert config.root == tmp_path
    assert config.origin == tmp_path / "pyproject.toml"


def test_codes_and_names_in_any_case(tmp_path: Path) -> None:
    table = "select = ['all']\nignore = ['ll2']\nfixable = ['ALL']\nper-file-ignores = {'a' = ['Unused-Ignore', 'All']}"
    config = load(tmp_path, f"[tool.loaderlint]\n{table}\n")
    assert (config.select, config.ignore, config.fixable) == (("LL",), ("LL2",), ("LL",))
    assert config.per_file_ignores == (("a", ("LL902", "LL")),)


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ("selct = ['LL1']", "unknown key `selct`; did you mean `select`?"),
        ("per_file_ignores = {}", "unknown key `per_file_ignores`; did you mean "
         "`per-file-ignores`?"),
        ("root = '/'", "unknown key `root`; known keys: select, extend-select, ignore, "
         "per-file-ignores, severity, exclude, extend-exclude, fail-on, target-torch, platforms, preset"),
        ("select = 'LL1'", "`select` must be a list of strings"),
        ("ignore = [1]", "`ignore` must be a list of strings"),
        ("ignore = ['LL99']", "`ignore` names an unknown rule `LL99`"),
        ("select = ['']", "`select` names an unknown rule ``"),
        ("exclude = ['a', '!']", "`exclude` has an invalid pattern '!'; patterns are those of .gitignore"),
        ("fail-on = 'never'", "`fail-on` is 'never'; it must be one of advice, warning, error"),
        ("fail-on = ['error']", "`fail-on` is ['error']; it must be one of advice, warning, error"),
        ("preset = 'fast'", "`preset` is 'fast'; it must be one of training, debugging, reproducible"),
        ("platforms = ['beos']", "`platforms` is 'beos'; it must be one of linux, macos, windows"),
        ("platforms = 'linux'", "`platforms` must be a list of strings"),
        ("target-torch = 2.10", "`target-torch` is 2.1; write a torch version or range as a string, such as '2.1' or "
         "'>=1.9,<2.4'"),
        ("target-torch = ''", "`target-torch` is ''; write a torch version or range as a string, such as '2.1' or "
         "'>=1.9,<2.4'"),
        ("per-file-ignores = ['a']", "`per-file-ignores` must be a table of patterns and lists of rules"),
        ("per-file-ignores = {'a' = 'LL1'}", "`per-file-ignores` must be a list of strings"),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_named_with_the_way_out(tmp_path: Path, table: str, says: str) -> None:
    assert failure(tmp_path, f"[tool.loaderlint]\n{table}\n").startswith(says)


@pytest.mark.parametrize("table", ["[tool\n", "a = [\n", "x = 1\nx = 2\n", "a = " + "[" * 5000])
def test_a_broken_pyproject_is_named(tmp_path: Path, table: str) -> None:
    assert failure(tmp_path, table).startswith("not valid TOML")


def test_a_broken_pyproject_does_no_harm_where_settings_are_left_unread(tmp_path: Path) -> None:
    assert load(tmp_path, "[tool\n", isolated=True) == Config(tmp_path)


def test_a_pyproject_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match=r"pyproject\.toml: not valid TOML"):
        Projects((tmp_path,)).of(tmp_path)


@pytest.mark.parametrize("table", ["tool = 1", "tool = []", "project = 1", "project = {dependencies = 'torch'}",
                                   "project = {optional-dependencies = [1]}", "[tool.poetry]\ngroup = []"])  # fmt: skip
def test_odd_tables_of_other_tools_do_no_harm(tmp_path: Path, table: str) -> None:
    assert load(tmp_path, table) == Config(tmp_path)


def test_a_table_that_is_none(tmp_path: Path) -> None:
    assert failure(tmp_path, "tool.loaderlint = 1") == "[tool.loaderlint] must be a table"


def test_isolated_reads_the_requirements_and_not_the_settings(tmp_path: Path) -> None:
    table = "[project]\ndependencies = ['torch<2']\n[tool.loaderlint]\nno-such-key = 1\n"
    config = load(tmp_path, table, isolated=True)
    assert config.target_torch.specifier == "<2"
    assert config.origin is None


def test_the_command_line_goes_over_the_file(tmp_path: Path) -> None:
    config = load(tmp_path, "[tool.loaderlint]\nselect = ['LL2']\npreset = 'debugging'\n")
    changed = with_options(config, select=("LL1",), ignore=None, fail_on="advice", target_torch="2.1")
    assert changed.select == ("LL1",)
    assert changed.preset == "debugging"
    assert changed.fail_on is Severity.ADVICE
    assert changed.target_torch == TorchRange("==2.1.*", "command line", asked=True)


def test_per_file_ignores_are_patterns_below_the_root(tmp_path: Path) -> None:
    table = "[tool.loaderlint.per-file-ignores]\n'tests/' = ['LL2']\n'/conf.py' = ['LL201']\n'*.ipynb' = ['LL']\n"
    config = load(tmp_path, table)
    assert config.ignored_in(tmp_path / "tests" / "a.py", "LL203")
    assert config.ignored_in(tmp_path / "pkg" / "tests" / "a.py", "LL203")
    assert not config.ignored_in(tmp_path / "tests" / "a.py", "LL101")
    assert config.ignored_in(tmp_path / "conf.py", "LL201")
    assert not config.ignored_in(tmp_path / "pkg" / "conf.py", "LL201")
    assert config.ignored_in(tmp_path / "x" / "a.ipynb", "LL101")
    assert not config.ignored_in(tmp_path.parent / "tests" / "a.py", "LL203")


def test_per_file_ignores_in_a_run(tmp_path: Path) -> None:
    code = "from torch.utils.data import DataLoader\n\nloader = DataLoader(range(8), persistent_workers=True)\n"
    ignores = (("old/*.py", ("LL201",)),)
    for name, expected in (("old/a.py", []), ("new/a.py", ["LL201"])):
        assert codes(check_code(code, root=tmp_path, per_file_ignores=ignores, path=tmp_path / name)) == expected


@pytest.mark.parametrize(
    ("files", "specifier", "origin"),
    [
        ({PYPROJECT: "[project]\ndependencies = ['numpy', 'torch>=1.9,<2']"}, "<2,>=1.9", PYPROJECT),
        ({PYPROJECT: "[project]\ndependencies = ['Torch[opt]>=2.1; python_version>\"3\"']"}, ">=2.1", PYPROJECT),
        ({PYPROJECT: "[project.optional-dependencies]\ngpu = ['torch>=2.3']"}, ">=2.3", PYPROJECT),
        ({PYPROJECT: "[dependency-groups]\ndev = [{include-group = 'x'}, 'torch>=2.2']"}, ">=2.2", PYPROJECT),
        ({PYPROJECT: "[tool.poetry.dependencies]\ntorch = '^1.9'"}, "<2.0,>=1.9", PYPROJECT),
        ({PYPROJECT: "[tool.poetry.dependencies]\ntorch = '^2'"}, "<3.0,>=2.0", PYPROJECT),
        ({PYPROJECT: "[tool.poetry.dependencies]\ntorch = '~1.9.1'"}, "<1.10,>=1.9", PYPROJECT),
        ({PYPROJECT: "[tool.poetry.dependencies]\ntorch = '~2'"}, "<3.0,>=2.0", PYPROJECT),
        ({PYPROJECT: "[tool.poetry.dependencies]\ntorch = '1.13.1'"}, "==1.13.1", PYPROJECT),
        ({PYPROJECT: "[tool.poetry.dependencies]\ntorch = {version = '>=2.1', optional = true}"}, ">=2.1", PYPROJECT),
        ({PYPROJECT: "[tool.poetry.group.gpu.dependencies]\ntorch = '>=2.1'"}, ">=2.1", PYPROJECT),
        ({PYPROJECT: "[tool.poetry.dependencies]\ntorch = '*'"}, ">=2.0", "default"),
        ({PYPROJECT: "[tool.poetry.dependencies]\ntorch = '^1.9 || ^2.0'"}, ">=2.0", "default"),
        ({"setup.cfg": "[options]\ninstall_requires =\n    numpy\n    torch >= 1.8\n"}, ">=1.8", "setup.cfg"),
        ({"setup.cfg": "not a [configuration"}, ">=2.0", "default"),
        ({"requirements.txt": "# torch<1\nnumpy\ntorch==1.13.1 # pinned\n"}, "==1.13.1", "requirements.txt"),
        ({"requirements.txt": "torch==2.1.0+cu118 --hash=sha256:00\n"}, "==2.1.0", "requirements.txt"),
        ({"requirements.txt": "torch==2.1.0 \\\n    --hash=sha256:00\n"}, "==2.1.0", "requirements.txt"),
        ({"requirements.txt": "-r other.txt\n--index-url x\ntorch\n"}, ">=2.0", "default"),
        ({"requirements.txt": "torchvision==0.10\npytorch==1.0\n"}, ">=2.0", "default"),
        ({"requirements.txt": "torch==0.4\n"}, ">=2.0", "default"),
        ({"requirements-dev.txt": "torch>=2.5\n"}, ">=2.5", "requirements-dev.txt"),
        ({"gpu.yml": "dependencies:\n  - pytorch-lightning=1.8\n  - pytorch=1.13.1=py39_0\n"}, "==1.13.1.*", "gpu.yml"),
        ({"environment.yaml": "dependencies:\n- pip:\n  - torch>=1.8,<2\n"}, ">=1.8,<2", "environment.yaml"),
        ({"environment.yaml": "dependencies:\n- pytorch\n"}, ">=2.0", "default"),
        ({"settings.yaml": "model: pytorch=1.4\n"}, ">=2.0", "default"),
        ({"gpu.yml": "dependencies:\n  - pip:\n    - my-pytorch==1.5\n    - torch==1.13.0\n"}, "==1.13.0", "gpu.yml"),
        ({PYPROJECT: "[project]\ndependencies = ['torch>=2.4']", "requirements.txt": "torch<2"}, ">=2.4", PYPROJECT),
        ({"requirements.txt": "torch<2.9\n"}, ">=2.0,<2.9", "requirements.txt"),
        ({"requirements.txt": "torch<2\n"}, "<2", "requirements.txt"),
        ({}, ">=2.0", "default"),
    ],
)  # fmt: skip
def test_the_torch_range_comes_from_the_project(
    tmp_path: Path, files: dict[str, str], specifier: str, origin: str
) -> None:
    (tmp_path / ".git").mkdir()
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    target = Projects((tmp_path,)).of(tmp_path).target_torch
    assert set(target.specifier.split(",")) == set(specifier.split(","))
    assert target.origin == origin


def test_a_range_below_the_root_is_what_is_pinned_there(tmp_path: Path) -> None:
    folder = tmp_path / "part"
    folder.mkdir()
    text = "--extra-index-url https://download.pytorch.org/whl/cu121\ntorch==2.2.0+cu121\n"
    (folder / "requirements.txt").write_text(text, encoding="utf-8")
    target = nearest_target(folder, tmp_path)
    assert target is not None
    assert (target.specifier, target.origin) == ("==2.2.0", "part/requirements.txt")


@pytest.mark.parametrize(
    ("files", "is_new"),
    [
        ({PYPROJECT: "[project]\nrequires-python = '>=3.14'"}, True),
        ({PYPROJECT: "[project]\nrequires-python = '>=3.14,<4'"}, True),
        ({PYPROJECT: "[project]\nrequires-python = '>3.13.99'"}, True),
        ({PYPROJECT: "[project]\nrequires-python = '>=3.10'"}, False),
        ({PYPROJECT: "[project]\nrequires-python = '<3.14'"}, False),
        ({PYPROJECT: "[project]\nrequires-python = '==3.10.5'"}, False),
        ({PYPROJECT: "[project]\nrequires-python = '==3.14.2'"}, True),
        ({PYPROJECT: "[project]\nrequires-python = '<2.8'"}, False),
        ({PYPROJECT: "[project]\nrequires-python = 'new'"}, False),
        ({PYPROJECT: "[project]\nrequires-python = '===new'"}, False),
        ({PYPROJECT: "[project]\nrequires-python = 3"}, False),
        ({PYPROJECT: "[tool.poetry.dependencies]\npython = '^3.14'"}, True),
        ({PYPROJECT: "[tool.poetry.dependencies]\npython = '^3.9'"}, False),
        ({"setup.cfg": "[options]\npython_requires = >=3.14\n"}, True),
        ({"setup.cfg": "[options]\npython_requires = >=3.8\n"}, False),
        ({}, False),
    ],
)
def test_the_python_that_a_project_requires(tmp_path: Path, files: dict[str, str], is_new: bool) -> None:
    (tmp_path / ".git").mkdir()
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert Projects((tmp_path,)).of(tmp_path).runtime.from_3_14 is is_new


@pytest.mark.parametrize(
    ("files", "python"),
    [
        ({"README.md": "Needs **Python 2.x**."}, "<3.0"),
        ({"README.md": "`conda create python=3.6 -y`"}, "<3.7"),
        ({"README.md": "Python 2.7/3.5, tested with python3.6."}, "<3.7"),
        ({"README.rst": "Python 3.6 or newer"}, ">=3.6"),
        ({"README.md": "Python >= 3.5"}, ">=3.5"),
        ({"README.md": "python-3.8+-blue"}, ">=3.8"),
        ({"README.md": "python-3.8%2B-blue"}, ">=3.8"),
        ({"README.md": "at least Python 3.7; tested with Python 3.8"}, ">=3.7"),
        ({"README.md": "+ Python (3.6.8)\n+ Torch-Geometric (1.6.1)"}, "<3.7"),
        ({"README.md": "| Python | 3.7 |"}, "<3.8"),
        ({"README.md": "Python 3.6-3.8; run `python3 train.py`"}, "<3.9"),
        ({"README.md": "Python 2.7 and Python 3"}, "<4.0"),
        ({"README.md": "Run `python3 train.py`."}, ""),
        ({"README.md": "Python 2.7; or run `python3 train.py`."}, "<4.0"),
        ({"README.md": "`conda activate python36`"}, "<3.7"),
        ({"README.md": "`python 300.py`"}, ""),
        ({"README.md": "Python 3.x+"}, ">=3.0"),
        ({"README.md": f"Python 3.{'1' * 5000}"}, ""),
        ({"README.md": "Run `python 18_train.py`."}, ""),
        ({"README.md": "Python 3, PyTorch 0.4"}, "<3.7"),
        ({"README.md": "+ Pytorch (1.6.0)\n+ Torch-Scatter (2.0.5)"}, "<3.14"),
        ({"README.md": "pip install torch==1.9.0+cu111"}, "<3.14"),
        ({"README.md": "Tested with CUDA 11.3 and PyTorch 1.10.0."}, "<3.14"),
        ({"README.md": "See the tutorial on PyTorch 2.0."}, ""),
        ({"README.md": "PyTorch 1.9+"}, ""),
        ({"README.md": "PyTorch 2.9"}, ""),
        ({"README.md": "PyTorch 1.9", "requirements.txt": "torch>=1.9"}, ""),
        ({"README.md": "Made with [pytorch](https://pytorch.org) (v0.4.1), and torchvision 1.0"}, ""),
        ({"README.md": "Needs PyTorch (v0.4.1)"}, "<3.7"),
        ({"README.md": "Needs PyTorch 0.4.1+"}, ""),
        ({"README.md": "Needs PyTorch 0.4 - 1.2"}, "<3.14"),
        ({"README.md": "Needs PyTorch: 0.4 to 1.1"}, "<3.14"),
        ({"README.md": "Needs PyTorch 0.4.0 (or 1.x)"}, "<3.14"),
        ({"README.md": "Made with PyTorch 0.4; pip install torch>=1.0"}, ""),
        ({"README.md": "Needs PyTorch 0.4.1 or 1.0; see the branch for pytorch 1.0"}, "<3.14"),
        ({"README.md": "Python 2.7, PyTorch 0.4"}, "<2.8"),
        ({"requirements.txt": "torch==0.4.1"}, "<3.7"),
        ({"requirements.txt": "torch>=0.4.1"}, ""),
        ({"README.md": "Python 2.7", PYPROJECT: "[project]\nrequires-python = '>=3.8'"}, ">=3.8"),
        ({"requirements.txt": "numpy~=1.18.1"}, "<3.14"),
        ({"requirements.txt": "numpy==2.3.*"}, ""),
        ({"requirements.txt": "numpy==1.18.*"}, "<3.14"),
        ({"requirements.txt": "numpy>=1.18"}, ""),
        ({"requirements.txt": f"numpy=={'1' * 5000}"}, ""),
        ({"requirements.txt": "# numpy==1.18"}, ""),
        ({"requirements.txt": "numpy<2; python_version<'3.10'\nnumpy>=2.3; python_version>='3.10'"}, ""),
        ({"setup.py": "setup(install_requires=['pandas>=1,<2', 'numpy'])"}, "<3.14"),
        ({"gpu.yml": "dependencies:\n  - scipy=1.4.1\n"}, "<3.14"),
        ({"gpu.yml": "steps: scipy=1.4.1"}, ""),
        ({"requirements/gpu.yml": "dependencies:\n  - python=3.9\n"}, "==3.9.*"),
        ({"requirements/base.txt": "scikit-learn<=1.5"}, "<3.14"),
        ({"Dockerfile": "FROM python:3.8-slim\nRUN pip install numpy"}, "==3.8.*"),
        ({"Dockerfile": "FROM docker.io/pytorch/pytorch:1.9.0-cuda11.1-cudnn8-runtime"}, "<3.14"),
        ({"docker/Dockerfile": "FROM ubuntu:20.04\nRUN pip install torchvision==0.10.0"}, "<3.14"),
        ({".python-version": "3.8.10\n"}, "==3.8.10"),
        ({".python-version": "rows\n"}, ""),
        ({"runtime.txt": "python-3.9.7"}, "==3.9.7"),
        ({"runtime.txt": "3.9"}, ""),
        ({"requirements.txt": "numpy<2", PYPROJECT: "[project]\nrequires-python = '>=3.8'"}, ">=3.8,<3.14"),
        ({PYPROJECT: f"[project]\nrequires-python = '>=3.{'1' * 5000}'"}, ""),
        (
            {PYPROJECT: "[project]\nrequires-python = '~=3.8a1.post1'", "requirements.txt": "numpy<2"},
            "~=3.8a1.post1,<3.14",
        ),
        ({"README.md": "Python 2.7", "conda.yaml": "dependencies:\n  - python=3.6.8=h0_0\n"}, "==3.6.8.*"),
        (
            {PYPROJECT: "[project]\nrequires-python = '>=3.10'", "conda.yaml": "dependencies:\n  - python=3.11\n"},
            ">=3.10,==3.11.*",
        ),
        ({PYPROJECT: "[project]\nrequires-python = '>=3.10'", ".python-version": "3.8.10\n"}, ">=3.10"),
    ],
)
def test_the_python_that_other_files_name(tmp_path: Path, files: dict[str, str], python: str) -> None:
    (tmp_path / ".git").mkdir()
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert Projects((tmp_path,)).of(tmp_path).requires_python == python


@pytest.mark.parametrize(
    ("readme", "platforms"),
    [
        ("We only support Linux with NVIDIA GPUs.", ("Linux",)),
        ("Linux only", ("Linux",)),
        ("Only Linux is supported", ("Linux",)),
        ("Tested on Linux, and only in part on Windows", ()),
        ("Runs on Linux and macOS", ()),
    ],
)
def test_the_platform_that_a_readme_names_alone(tmp_path: Path, readme: str, platforms: tuple[str, ...]) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "README.md").write_text(readme, encoding="utf-8")
    assert Projects((tmp_path,)).of(tmp_path).runtime.platforms == platforms


def test_an_exact_python_is_one_that_a_project_asks_for() -> None:
    assert not ends_before("3.7", "==3.8.5")
    assert not ends_before("3.7", "==3.8.5.*")
    assert ends_before("3.7", "==3.6.8.*")


def test_a_requirements_file_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").mkdir()
    (tmp_path / "dev-requirements.txt").write_bytes(b"\xff\xfe\0torch<1.9\n")
    assert detect_target(tmp_path, {}) == TorchRange(">=2.0")


@pytest.mark.parametrize(
    ("target", "runs_below_1_9"),
    [
        (TorchRange("==1.8.1"), True),
        (TorchRange(">=1.4,<1.9"), True),
        (TorchRange(">=1.4"), False),
        (TorchRange("<2"), False),
        (parse_target(">=1.4", "--target-torch"), True),
        (parse_target(">=1.9", "--target-torch"), False),
    ],
)
def test_an_installation_gets_the_newest_torch_that_requirements_allow(
    target: TorchRange, runs_below_1_9: bool
) -> None:
    assert target.runs_below("1.9") == runs_below_1_9


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("2.1", ["2.1"], ["2.0", "2.2"]),
        ("1.13.1", ["1.13"], ["1.12", "2.0"]),
        (">=1.9,<2.4", ["1.9", "1.13", "2.3"], ["1.8", "2.4"]),
        (" >= 2.6 ", ["2.6", "2.13"], ["2.5"]),
        ("!=2.0.*", ["1.13", "2.1"], ["2.0"]),
        ("==2.1.2", ["2.1"], ["2.0", "2.2"]),
        (">2.50", ["2.99"], ["2.13"]),
    ],
)
def test_ranges(text: str, inside: list[str], outside: list[str]) -> None:
    releases = parse_target(text, "here").releases
    assert {Version(v) for v in inside} <= set(releases)
    assert not {Version(v) for v in outside} & set(releases)


def test_range_questions() -> None:
    target = TorchRange(">=1.9,<2.0")
    assert target.admits_below("1.10")
    assert not target.admits_below("1.9")
    assert target.admits_from("1.13")
    assert not target.admits_from("2.0")
