"""Settings in files of their own, in files that extend others, on the command line, and as editors see them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

from loaderlint.cli import main
from loaderlint.finding import Severity
from loaderlint.projects import SETTINGS, Projects
from loaderlint.settings import ConfigError
from loaderlint.settings_files import document

ERROR = "from torch.utils.data import DataLoader\nDataLoader([1], persistent_workers=True, num_workers=0)\n"
ADVICE = "import torch\nfrom torch.utils.data import DataLoader\ntorch.manual_seed(0)\nDataLoader([1], shuffle=True)\n"


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOADERLINT_CACHE_DIR", str(tmp_path / "cache"))
    write("train.py", ERROR)


def write(name: str, text: str) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")


def findings(*args: str) -> list[tuple[str, str]]:
    done = CliRunner().invoke(main, [*args, "--output-format", "json"])
    assert done.exit_code in (0, 1), done.stderr
    return [(f["code"], f["severity"]) for f in json.loads(done.stdout)["findings"]]


def failure(*args: str) -> str:
    done = CliRunner().invoke(main, [*args])
    assert done.exit_code == 2
    return done.stderr.replace(f"{Path.cwd()}/", "").removeprefix("loaderlint: ").rstrip("\n")


def test_a_file_of_its_own_goes_before_the_table_in_pyproject() -> None:
    write("pyproject.toml", "[project]\ndependencies = ['torch>=2.4']\n[tool.loaderlint]\nselect = ['LL1']\n")
    assert findings() == []
    write("loaderlint.toml", "ignore = ['LL5']\n")
    assert findings() == [("LL201", "error")]
    config = Projects((Path(),)).of(Path("train.py"))
    assert (config.origin, config.root_from) == (Path.cwd() / "loaderlint.toml", SETTINGS)
    assert config.target_torch.specifier == ">=2.4"


def test_a_file_of_its_own_marks_a_project() -> None:
    write("loaderlint.toml", "")
    write("part/loaderlint.toml", "ignore = ['LL201']\n")
    write("part/train.py", ERROR)
    assert findings("part") == []
    assert findings() == [("LL201", "error")]


def test_files_extend_others_key_by_key() -> None:
    write("shared/base.toml", "ignore = ['LL201']\nfail-on = 'error'\nallow-writes = ['data']\n")
    write("shared/more.toml", "extend = 'base.toml'\npreset = 'debugging'\n")
    write("pyproject.toml", "[tool.loaderlint]\nextend = 'shared/more.toml'\nfail-on = 'advice'\n")
    config = Projects((Path(),)).of(Path("train.py"))
    assert (config.ignore, config.fail_on, config.preset) == (("LL201",), Severity.ADVICE, "debugging")
    assert config.allow_writes == (str(Path.cwd() / "shared" / "data"),)
    assert config.origin == Path.cwd() / "pyproject.toml"


@pytest.mark.parametrize(
    ("base", "says"),
    [
        ("extend = '../loaderlint.toml'", "shared/base.toml: `extend` leads back to loaderlint.toml"),
        ("ignroe = []", "shared/base.toml: unknown key `ignroe`; did you mean `ignore`?"),
        ("extend = 1", "shared/base.toml: `extend` is 1; it must be the path of a file with settings"),
        ("extend = 'gone.toml'", "shared/gone.toml: cannot be read: No such file or directory"),
        ("", "shared/base.toml: there are no settings in it"),
    ],
)
def test_what_is_wrong_is_said_of_the_file_that_it_stands_in(base: str, says: str) -> None:
    write("shared/base.toml", base)
    write("loaderlint.toml", "extend = 'shared/base.toml'")
    assert failure() == says


@pytest.mark.parametrize("wanted", ["0.1.0", ">=0.1", ">=0.1,<99"])
def test_a_version_that_fits_is_no_news(wanted: str) -> None:
    write("loaderlint.toml", f"required-version = '{wanted}'")
    assert findings() == [("LL201", "error")]


def test_another_version_is_asked_for_before_its_settings_are_read() -> None:
    write("loaderlint.toml", "setting-of-the-future = 1\nrequired-version = '>=99'")
    says = "asks for loaderlint >=99, and this is 0.1.0; install one that fits"
    assert failure() == f"loaderlint.toml: `required-version` {says}"
    write("loaderlint.toml", "required-version = 'new'")
    assert failure().endswith("is 'new'; write a version or range of loaderlint, such as '>=0.1'")


def test_severity_by_rule_decides_what_fails() -> None:
    write(
        "loaderlint.toml",
        "[severity]\nLL1 = 'warning'\nLL107 = 'error'\npersistent-workers-without-workers = 'advice'\n",
    )
    assert findings() == [("LL201", "advice")]
    write("train.py", ADVICE)
    assert findings("--select", "LL107") == [("LL107", "error")]
    assert CliRunner().invoke(main, ["--select", "LL107"]).exit_code == 1
    write("test_it.py", f"{ADVICE}\ndef test_it():\n    pass\n")
    assert findings("test_it.py", "--select", "LL107") == [("LL107", "advice")]


def test_severity_holds_for_files_and_comments_too() -> None:
    write("train.py", "import torch\ntorch.utils.data.DataLoader(\n")
    write("other.py", "from torch.utils.data import DataLoader  # loaderlint: ignore[LL201]\n")
    assert findings("--config", "severity.LL9=advice") == [("LL902", "advice"), ("LL901", "advice")]


def test_settings_on_the_command_line() -> None:
    write("loaderlint.toml", "ignore = ['LL201']")
    assert findings("--config", "ignore = []") == [("LL201", "error")]
    assert findings("--config", "ignore=[]", "--ignore", "LL2") == []
    assert findings("--config", "ignore=[]", "--config", 'per-file-ignores = {"train.py" = ["LL201"]}') == []
    assert findings("--isolated", "--config", "severity.LL201=warning") == [("LL201", "warning")]
    write("other.toml", "select = ['LL201']")
    assert findings("--config", "other.toml", "--config", "severity.LL2=advice") == [("LL201", "advice")]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (["ignroe=[]"], "--config: unknown key `ignroe`; did you mean `ignore`?"),
        (["fail-on=never"], "--config: `fail-on` is 'never'; it must be one of advice, warning, error"),
        (["select=LL1"], "--config: `select` must be a list of strings"),
        (["severity.LL1O1=error"], "--config: `severity` names an unknown rule `LL1O1`; did you mean `LL101`?"),
        (["a b=1"], "not valid TOML"),
        (["preset=1", "preset=2"], "not valid TOML"),
        (["a.toml", "b.toml"], "a.toml and b.toml: settings can be read from one file only"),
    ],
)
def test_a_wrong_setting_on_the_command_line(given: list[str], says: str) -> None:
    assert says in failure(*(word for one in given for word in ("--config", one)))


def validator() -> Any:
    described = json.loads(CliRunner().invoke(main, ["schema"]).stdout)
    jsonschema.Draft202012Validator.check_schema(described)
    return jsonschema.Draft202012Validator(described)


@pytest.mark.parametrize(
    "table",
    [
        "select = ['LL1', 'shared-rng-in-workers', 'ALL', 'll2', 'Unused-Ignore']",
        "severity = {LL503 = 'error', unused-ignore = 'advice'}",
        "per-file-ignores = {'tests/' = ['LL']}",
        "fail-on = 'advice'\ntarget-torch = '2.1'\npreset = 'debugging'\nunprotected = true\nscratch = '/tmp'",
        "libraries = {'mylib.open' = {opens = 'file', reads = true, seeds = ['numpy']}}",
        "libraries = {'mylib.mixed' = {same-length = 1}}",
        "libraries = {'mylib.Loader' = {loader = 'torch.utils.data.DataLoader'}}",
        "required-version = '>=0.1'\nplatforms = ['linux', 'macos']",
    ],
)
def test_the_schema_takes_what_is_taken(table: str) -> None:
    write("loaderlint.toml", table)
    Projects((Path(),)).of(Path())
    validator().validate(document(Path("loaderlint.toml")))


@pytest.mark.parametrize(
    "table",
    [
        "selct = []",
        "select = 'LL1'",
        "select = ['LL1O1']",
        "severity = {LL503 = 'fatal'}",
        "severity = {LL999 = 'error'}",
        "per-file-ignores = {'tests/' = 'LL'}",
        "fail-on = 'never'",
        "preset = 'fast'",
        "unprotected = 'yes'",
        "entry = 'train.py'",
        "platforms = ['beos']",
        "libraries = {'mylib.open' = {opnes = 'file'}}",
        "libraries = {'mylib.open' = {opens = 'door'}}",
        "libraries = {'mylib.mixed' = {same-length = true}}",
        "libraries = {'mylib.mixed' = {same-length = 'first'}}",
    ],
)
def test_the_schema_refuses_what_is_refused(table: str) -> None:
    write("loaderlint.toml", table)
    with pytest.raises(ConfigError):
        Projects((Path(),)).of(Path())
    assert not validator().is_valid(document(Path("loaderlint.toml")))
