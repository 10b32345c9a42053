"""The command line: options, exit statuses, what goes to which stream."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from dataclasses import fields
from pathlib import Path
from textwrap import dedent
from typing import Any

import psutil
import pytest
from click.testing import CliRunner, Result

import loaderlint
from loaderlint import cli
from loaderlint.cli import main
from loaderlint.config import SETTINGS, Config
from loaderlint.rules import catalogue

ERROR = "from torch.utils.data import DataLoader\n\nloader = DataLoader(range(8), persistent_workers=True)\n"
TWO_ERRORS = ERROR.replace("=True)", "=True, shuffle=True, sampler=range(8))")
ADVICE = """\
import torch
from torch.utils.data import DataLoader

torch.manual_seed(0)
torch.use_deterministic_algorithms(True)
loader = DataLoader(range(8), shuffle=True)
"""
CLEAN = "from torch.utils.data import DataLoader\n\nloader = DataLoader(range(8), num_workers=2)\n"


def run(*args: str | Path, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args], input=stdin)


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project, which is the working directory."""
    monkeypatch.chdir(tmp_path)
    Path("pyproject.toml").write_text("[tool.loaderlint]\n")
    return tmp_path


def write(name: str, text: str) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def found(*args: str | Path, stdin: str | bytes | None = None) -> list[str]:
    """The codes of the findings of a run."""
    return [f["code"] for f in json.loads(run(*args, "--output-format", "json", stdin=stdin).stdout)["findings"]]


@pytest.mark.parametrize(
    ("code", "options", "status"),
    [
        (CLEAN, (), 0),
        (ADVICE, (), 0),
        (ADVICE, ("--fail-on", "advice"), 1),
        (ERROR, (), 1),
        (ERROR, ("--fail-on", "error"), 1),
        (ERROR, ("--exit-zero",), 0),
        (ERROR, ("--ignore", "LL201"), 0),
        ("import torch\ndef f(:  # DataLoader\n", (), 1),
    ],
)
def test_exit_status(code: str, options: tuple[str, ...], status: int) -> None:
    write("train.py", code)
    assert run("train.py", *options).exit_code == status


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("nowhere.py",), "loaderlint: nowhere.py: no such file or directory\n"),
        (("--select", "LL2O1"), "`--select` names an unknown rule `LL2O1`; did you mean `LL201`?\n"),
        (("--select", "ll1o1"), "`--select` names an unknown rule `ll1o1`; did you mean `LL101`?\n"),
        (("--ignore", "Shared-Rng"), "unknown rule `Shared-Rng`; did you mean `shared-rng-in-workers`?\n"),
        (("--ignore", "bananas"), "`--ignore` names an unknown rule `bananas`; `loaderlint rule --all` lists them\n"),
        (("--target-torch", "two"), "`--target-torch` is 'two'; write a torch version or range"),
        (("--target-torch", "0.4"), "`--target-torch` is '0.4'; write a torch version or range"),
        (("--fail-on", "never"), "'never' is not one of 'advice', 'warning', 'error'"),
        (("--select", ""), "Invalid value for '--select': the list is empty"),
        (("--ignore", " , "), "Invalid value for '--ignore': the list is empty"),
        (("--extend-select", "LL2O1"), "`--extend-select` names an unknown rule `LL2O1`; did you mean `LL201`?\n"),
        (("--extend-exclude", "old,!"), "`--extend-exclude` has an invalid pattern '!'"),
        (("--min-severity", "never"), "'never' is not one of 'advice', 'warning', 'error'"),
        (("-q", "--min-severity", "error"), "loaderlint: -q is short for --min-severity warning; give one of them\n"),
        (("--statistics", "--output-format", "sarif"), "goes with --output-format full, concise, json, not with sarif"),
        (("--preset", "fast"), "'fast' is not one of 'training', 'debugging', 'reproducible'"),
        (("--jobs", "0"), "0 is not in the range x>=1"),
        (("--no-such-option",), "No such option"),
        (("-", "--force-exclude"), "loaderlint: --force-exclude is about PATHS, not about standard input\n"),
        (("--stdin-filename", "a.py", "b.py"), "loaderlint: --stdin-filename reads standard input; leave PATHS out\n"),
    ],
)  # fmt: skip
def test_usage_errors_exit_with_2_and_say_why(options: tuple[str, ...], says: str) -> None:
    result = run(*options)
    assert result.exit_code == 2
    assert says in result.stderr
    assert "Traceback" not in result.output


def test_a_missing_file_is_no_sound_one() -> None:
    result = run("nowhere.py")
    assert result.stdout == "nothing found, but 1 path could not be checked in full, 0 files checked\n"


def test_advice_is_told_briefly_or_in_full_or_not_at_all() -> None:
    write("train.py", ADVICE + "other = DataLoader(range(8), shuffle=True)\n" + ERROR.splitlines()[-1])
    usual, verbose, quiet = run(), run("-v"), run("-q")
    summary = "found 1 error, 2 pieces of advice"
    assert "error[LL201]: " in usual.stdout
    assert re.search(r"^advice\[LL107\] .*: train\.py:6, 7 \(fixable\)$", usual.stdout, re.MULTILINE)
    assert f"\n\n{summary}; 1 file checked" in usual.stdout
    assert verbose.stdout.count("advice[LL107]: ") == 2
    assert f"\n\n{summary}; 1 file checked" in verbose.stdout
    assert "LL107" not in quiet.stdout
    assert f"\n\n{summary} (not shown); 1 file checked" in quiet.stdout
    assert quiet.stdout == run("--min-severity", "warning").stdout
    assert "LL107" not in run("-v", "-q").stdout


def test_min_severity_leaves_the_exit_status_to_fail_on() -> None:
    write("train.py", ADVICE)
    assert run("-q").exit_code == 0
    assert run("-q", "--fail-on", "advice").exit_code == 1
    assert run("--min-severity", "error", "--preset", "reproducible").exit_code == 1
    assert found("--min-severity", "advice") == ["LL107"]
    assert found("-q") == []


def test_exit_zero_does_not_hide_a_missing_file() -> None:
    assert run("nowhere.py", "--exit-zero").exit_code == 2


def test_what_cannot_be_read_does_not_keep_the_rest_from_being_checked() -> None:
    write("train.py", ERROR)
    result = run("nowhere.py", "train.py", "--output-format", "concise")
    assert result.exit_code == 2
    assert result.stderr == "loaderlint: nowhere.py: no such file or directory\n"
    assert result.stdout.startswith("train.py:3:31: error[LL201] `persistent_workers=True` needs workers")


def test_the_command_may_be_left_out_and_paths_default_to_here() -> None:
    write("src/train.py", ERROR)
    assert run().stdout == run("check").stdout == run("check", ".").stdout
    assert "src/train.py:3:31" in run().stdout


def test_an_internal_error_is_not_taken_for_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("loaderlint.checking.engine.check_projects", broken)
    result = run(".")
    assert result.exit_code == 2
    assert result.stderr.endswith("ZeroDivisionError\nloaderlint: internal error, please report it\n")


def test_select_and_ignore_take_codes_prefixes_and_names_and_the_longest_wins() -> None:
    write("train.py", TWO_ERRORS)
    assert found(".") == ["LL201", "LL203"]
    assert found(".", "--select", "LL203") == ["LL203"]
    assert found(".", "--select", "persistent-workers-without-workers") == ["LL201"]
    assert found(".", "--select", "LL1, LL2") == ["LL201", "LL203"]
    assert found(".", "--select", "ll203, Shared-RNG-in-workers") == ["LL203"]
    assert found(".", "--select", "all", "--ignore", "ll201") == ["LL203"]
    assert found(".", "--ignore", "ALL") == []
    assert found(".", "--ignore", "LL2") == []
    assert found(".", "--select", "LL203", "--ignore", "LL2") == ["LL203"]
    assert found(".", "--select", "LL2", "--ignore", "LL203") == ["LL201"]
    assert found(".", "--select", "LL203", "--ignore", "LL203") == []


def test_lists_may_be_given_again() -> None:
    write("train.py", TWO_ERRORS)
    assert found(".", "--select", "LL203", "--select", "LL1,LL201") == ["LL201", "LL203"]
    assert found(".", "--ignore", "LL203", "--ignore", "LL201") == []


def test_extend_select_adds_to_what_the_settings_select() -> None:
    write("train.py", TWO_ERRORS)
    write("pyproject.toml", "[tool.loaderlint]\nselect = ['LL203']\n")
    assert found(".") == ["LL203"]
    assert found(".", "--extend-select", "LL201") == ["LL201", "LL203"]
    assert found(".", "--extend-select", "LL2", "--ignore", "LL201") == ["LL203"]
    write("pyproject.toml", "[tool.loaderlint]\nselect = ['LL1']\nextend-select = ['LL201']\n")
    assert found(".") == ["LL201"]


def test_target_torch_changes_what_is_said() -> None:
    write("train.py", "from torch.utils.data import DataLoader\n\nloader = DataLoader(range(8), prefetch_factor=2)\n")
    assert found(".", "--target-torch", "2.1") == ["LL202"]
    assert found(".", "--target-torch", "1.13") == []


def test_preset_raises_advice_to_a_warning() -> None:
    write("train.py", ADVICE)
    assert run(".").exit_code == 0
    assert run(".", "--preset", "reproducible").exit_code == 1


def test_excluded_files_are_checked_if_they_are_named_unless_forced_out() -> None:
    write("pyproject.toml", "[tool.loaderlint]\nextend-exclude = ['old/', 'gen_*.py']\n")
    files = [write(name, ERROR) for name in ("old/a.py", "gen_b.py", "venv/c.py", "train.py")]
    assert found(*files) == ["LL201"] * 4
    assert "train.py:3:31" in run(*files, "--force-exclude").stdout
    assert found(*files, "--force-exclude") == ["LL201"]
    assert run(*files[:3], "--force-exclude").stdout == "no problems found, 0 files checked\n"


def test_show_files_names_what_would_be_checked() -> None:
    for name in ("a/train.py", "a/nb.ipynb", "a/gen/x.py", "old/b.py", "venv/c.py", "data.txt"):
        write(name, "")
    assert run("--show-files").stdout == "a/gen/x.py\na/nb.ipynb\na/train.py\nold/b.py\n"
    assert run("--show-files", "--extend-exclude", "old,gen").stdout == "a/nb.ipynb\na/train.py\n"
    assert run("--show-files", "--exclude", "a/", "--exclude", "b.py").stdout == "venv/c.py\n"
    assert run("--show-files", "venv/c.py", "a", "--force-exclude").stdout == "a/gen/x.py\na/nb.ipynb\na/train.py\n"
    missing = run("--show-files", "nowhere.py", "old")
    assert (missing.exit_code, missing.stdout) == (2, "old/b.py\n")
    assert missing.stderr == "loaderlint: nowhere.py: no such file or directory\n"


@pytest.mark.parametrize("style", ["full", "json"])
def test_a_run_that_checks_nothing_says_so(style: str) -> None:
    write("data.txt", ERROR)
    write("build/train.py", ERROR)
    write("private/train.py", ERROR)
    write(".gitignore", "private\n")
    for options in ((), ("--fix",), ("--diff",)):
        result = run(".", "--output-format", style, *options)
        assert result.exit_code == 0
        assert result.stderr.startswith("loaderlint: 0 files checked: all .py and .ipynb files there")
        assert "0 files checked" not in run("build", "--output-format", style, *options).stderr
    assert run("nowhere.py").stderr == "loaderlint: nowhere.py: no such file or directory\n"


def test_isolated_leaves_the_settings_unread() -> None:
    write("pyproject.toml", "[tool.loaderlint]\nignore = ['LL201']\n")
    write("train.py", ERROR)
    assert found(".") == []
    assert found(".", "--isolated") == ["LL201"]


def test_config_names_another_file_for_the_settings() -> None:
    write("pyproject.toml", "[project]\ndependencies = ['torch>=1.9']\n[tool.loaderlint]\nignore = ['LL201']\n")
    write("ci/strict.toml", "[tool.loaderlint]\nignore = ['LL3']\n")
    write("empty.toml", "")
    write("train.py", ERROR)
    assert found(".", "--config", "ci/strict.toml") == ["LL201"]
    settings = json.loads(run(".", "--config", "ci/strict.toml", "--show-settings").stdout)
    assert (settings["root"], settings["settings-from"]) == (str(Path.cwd()), str(Path.cwd() / "ci/strict.toml"))
    assert (settings["ignore"], settings["target-torch"]) == (["LL3"], ">=1.9")
    for name, says in (("gone.toml", "cannot be read: No such file"), ("empty.toml", "there are no settings")):
        result = run(".", "--config", name)
        assert result.exit_code == 2
        assert result.stderr.startswith(f"loaderlint: {name}: {says}")


def test_show_settings_names_every_setting_and_checks_nothing() -> None:
    write("pyproject.toml", "[project]\ndependencies = ['torch>=1.9']\n[tool.loaderlint]\nignore = ['LL2']\n")
    write("train.py", ERROR)
    result = run(".", "--show-settings", "--fail-on", "error")
    assert result.exit_code == 0
    settings = json.loads(result.stdout)
    assert settings["ignore"] == ["LL2"]
    assert settings["fail-on"] == "error"
    assert settings["root-from"] == "nearest folder with settings"
    assert settings["settings-from"] == str(Path.cwd() / "pyproject.toml")
    assert (settings["target-torch"], settings["target-torch-from"]) == (">=1.9", "pyproject.toml")
    first = ["root", "root-from", "settings-from", "cache", "target-torch-from", "requires-python"]
    assert list(settings) == [*first, *SETTINGS]


@pytest.mark.parametrize(
    "arguments", [("-",), ("--stdin-filename", "pkg/train.py"), ("-", "--stdin-filename", "pkg/train.py")]
)
def test_standard_input(arguments: tuple[str, ...]) -> None:
    result = run(*arguments, stdin=ERROR)
    assert result.exit_code == 1
    assert ("pkg/train.py:3:31" if len(arguments) > 1 else "stdin.py:3:31") in result.stdout
    assert "3 | loader = DataLoader(range(8), persistent_workers=True)" in result.stdout


def test_standard_input_is_linked_to_its_neighbours() -> None:
    write("pkg/defaults.py", "WORKERS = 0\n")
    code = ERROR.replace("range(8)", "range(8), num_workers=WORKERS").replace(
        "import DataLoader\n", "import DataLoader\nfrom defaults import WORKERS\n"
    )
    assert found("--stdin-filename", "pkg/train.py", stdin=code) == ["LL201"]
    shown = run("--stdin-filename", "pkg/train.py", stdin=code).stdout
    assert "::: pkg/defaults.py:1:11\n  |\n1 | WORKERS = 0\n" in shown


def test_statistics_counts_by_rule() -> None:
    write("a.py", ERROR)
    write("b.py", ERROR)
    result = run(".", "--statistics")
    assert result.exit_code == 1
    assert result.stdout == "     2 LL201 error   persistent-workers-without-workers\n"
    assert json.loads(run(".", "--statistics", "--output-format", "json").stdout) == {
        "version": 1,
        "statistics": [
            {"code": "LL201", "name": "persistent-workers-without-workers", "severity": "error", "count": 2}
        ],
    }


def test_rule_prints_its_documentation() -> None:
    by_code, by_name = run("rule", "LL201"), run("rule", "persistent-workers-without-workers")
    assert by_code.exit_code == 0
    assert by_code.stdout == by_name.stdout == run("rule", "ll201").stdout
    assert by_code.stdout.startswith("# persistent-workers-without-workers (LL201, error, safe fix)\n\n")
    assert "## Why is this bad?" in by_code.stdout
    assert by_code.stdout.endswith("## Experiment\nconstruct: the loader raises\n\n")


def test_rule_names_the_nearest() -> None:
    result = run("rule", "LL1O1")
    assert result.exit_code == 2
    assert result.stderr == "loaderlint: no rule is called `LL1O1`; did you mean `LL101`?\n"


def test_rule_says_why_there_is_no_experiment() -> None:
    text = run("rule", "LL209").stdout
    assert text.endswith("## Experiment\nnone: what the program does to it is not watched\n\n")
    text = run("rule", "LL105").stdout
    assert text.endswith("construct: the loader raises\nas advice, none: it is too rare to wait for\n\n")
    (rule,) = json.loads(run("rule", "LL209", "--output-format", "json").stdout)
    assert rule["experiment"] is None
    assert rule["why_no_experiment"]


def test_rule_all_prints_every_rule_once() -> None:
    rules = json.loads(run("rule", "--all", "--output-format", "json").stdout)
    assert [rule["code"] for rule in rules] == [rule.code for rule in catalogue()]
    assert set(rules[0]) == {
        "code",
        "name",
        "severity",
        "fix",
        "summary",
        "experiment",
        "why_no_experiment",
        "documentation",
    }
    assert run("rule", "--all").stdout.count("\n## What it does\n") == len(rules)


@pytest.mark.parametrize("arguments", [("rule",), ("rule", "LL201", "--all"), ("rule", "bananas")])
def test_rule_wants_one_rule_or_all(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert "--all" in result.stderr


def test_version_and_help() -> None:
    assert run("--version").stdout == f"loaderlint, version {loaderlint.__version__}\n"
    assert "check" in run("--help").stdout
    assert "rule" in run("-h").stdout
    assert "--target-torch" in run("check", "--help").stdout


def test_every_option_is_read() -> None:
    """An option that is parsed and never used is worse than none; some act by themselves."""
    check = main.commands["check"]
    source = Path(cli.__file__).with_name("check.py").read_text(encoding="utf-8")
    settings = {f.name for f in fields(Config)}
    own = [p.name for p in check.params if p.expose_value and p.name not in settings]
    body = source[source.index("def check(") : source.index("def _bar(")]
    for name in own:
        assert body.count(str(name)) >= 2, f"{name} is not used"


def shell(*args: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command as a user does."""
    command = [sys.executable, "-m", "loaderlint", *args]
    return subprocess.run(command, capture_output=True, env={**os.environ, **env}, check=False)


def test_as_a_module_with_a_terminal_that_knows_few_characters() -> None:
    write("train.py", ERROR.replace("persistent", "shuffle=bool('数'), persistent"))
    done = shell("train.py", PYTHONIOENCODING="latin-1")
    assert done.returncode == 1
    assert b"\\u6570" in done.stdout
    assert done.stderr == b""


def on_terminal(*args: str, width: int = 80, **env: str) -> bytes:
    """What the command shows on a terminal of its own."""
    import fcntl
    import pty
    import struct
    import termios

    parent, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
    command = [sys.executable, "-m", "loaderlint", *args]
    plain = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")}
    with subprocess.Popen(command, stdout=child, stderr=child, env={**plain, "TERM": "xterm", **env}):
        os.close(child)
        shown = b""
        while True:
            try:
                chunk = os.read(parent, 4096)
            except OSError:  # Linux says so when the other end is closed
                break
            if not chunk:
                break
            shown += chunk
    os.close(parent)
    return shown


needs_terminals = pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals")


@needs_terminals
@pytest.mark.parametrize(
    ("env", "options", "terminal", "pipe"),
    [
        ({}, (), True, False),
        ({"NO_COLOR": "1"}, (), False, False),
        ({"NO_COLOR": "", "FORCE_COLOR": ""}, (), True, False),
        ({"FORCE_COLOR": "1"}, (), True, True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, (), False, False),
        ({"NO_COLOR": "1"}, ("--color", "always"), True, True),
        ({"FORCE_COLOR": "1"}, ("--color", "never"), False, False),
    ],
)
def test_colour(env: dict[str, Any], options: tuple[str, ...], terminal: bool, pipe: bool) -> None:
    write("train.py", ERROR)
    on_pipe = shell("train.py", *options, **{"NO_COLOR": "", "FORCE_COLOR": "", **env}).stdout
    on_screen = on_terminal("train.py", *options, **env)
    assert b"error" in on_pipe
    assert b"error" in on_screen
    assert (b"\x1b[" in on_screen, b"\x1b[" in on_pipe) == (terminal, pipe)


@needs_terminals
def test_frames_fit_the_terminal() -> None:
    write("train.py", ERROR.replace("range(8)", f"range({' + '.join('8' * 50)})"))
    for width in (60, 100):
        lines = on_terminal("train.py", "--color", "never", width=width).decode().splitlines()
        number, carets = (next(line for line in lines if line.startswith(start)) for start in ("3 |", "  | "))
        assert len(number) <= width
        assert number[carets.index("^") : carets.rindex("^") + 1] == "persistent_workers=True"


def test_output_file_replaces_a_file_in_one_step() -> None:
    write("train.py", ERROR)
    write("old.json", "old").chmod(0o640)
    Path("report.json").symlink_to("old.json")
    result = run("train.py", "--no-cache", "--output-format", "json", "--output-file", "report.json")
    assert (result.exit_code, result.output) == (1, "")
    assert Path("old.json").read_text() == run("train.py", "--no-cache", "--output-format", "json").stdout
    assert Path("old.json").stat().st_mode & 0o777 == 0o640
    assert Path("report.json").is_symlink()
    assert sorted(p.name for p in Path().iterdir()) == ["old.json", "pyproject.toml", "report.json", "train.py"]


def test_output_file_may_be_new_or_no_regular_file() -> None:
    write("train.py", ERROR)
    shown = run("train.py").stdout
    for options in ((), ("--color", "auto")):
        assert run("train.py", "--output-file", "new.txt", *options).output == ""
        assert Path("new.txt").read_text() == shown
    umask = os.umask(0)
    os.umask(umask)
    assert Path("new.txt").stat().st_mode & 0o777 == 0o666 & ~umask
    run("train.py", "--output-file", "new.txt", "--color", "always")
    assert Path("new.txt").read_text().startswith("\x1b[")
    assert shell("train.py", "--output-file", "/dev/stdout", NO_COLOR="1").stdout.decode() == shown


@pytest.mark.parametrize("path", ["missing/report.txt", "train.py/report.txt", "."])
def test_output_file_that_cannot_be_written(path: str) -> None:
    write("train.py", ERROR)
    result = run("train.py", "--output-file", path)
    assert result.exit_code == 2
    assert path in result.stderr
    assert "Traceback" not in result.output


CLASHES = {
    "data": """\
        import numpy as np
        from torch.utils.data import Dataset


        class Noisy{n}(Dataset):
            def __init__(self):
                self.rng = np.random.default_rng()

            def __getitem__(self, index):
                return self.rng.normal()
    """,
    "train": """\
        from torch.utils.data import DataLoader

        from data{n} import Noisy{n}
        from settings{m} import KEEP

        loader = DataLoader(Noisy{n}(), num_workers=2)
        other = DataLoader(Noisy{n}(), persistent_workers=KEEP)
    """,
    "settings": "KEEP = True  # DataLoader\n",
}


def test_results_do_not_depend_on_the_number_of_processes_or_the_run() -> None:
    for n in range(20):
        for kind, text in CLASHES.items():
            write(f"{kind}{n}.py", dedent(text).format(n=n, m=(n * 7) % 20))
    outputs = [run(".", "--output-format", "json", "--jobs", str(jobs)).stdout for jobs in (1, 2, 4, 1)]
    assert outputs[0] == outputs[1] == outputs[2] == outputs[3]
    document = json.loads(outputs[0])
    assert document["summary"]["by_code"]["LL101"] == 20
    assert document["summary"]["by_code"]["LL201"] == 20
    assert any(r["path"] == "data3.py" for f in document["findings"] if f["path"] == "train3.py" for r in f["related"])


def test_the_order_of_paths_does_not_matter() -> None:
    write("a.py", ERROR)
    write("b/c.py", ERROR)
    assert run("a.py", "b").stdout == run("b", "a.py", "b/c.py", "./b/../a.py").stdout


@pytest.mark.skipif(os.name == "nt", reason="kills a process")
def test_no_process_outlives_a_killed_run(project: Path) -> None:
    for number in range(40):
        (project / f"train_{number}.py").write_text(CLEAN + "x = [1]\n" * 4000, encoding="utf-8")
    command = [sys.executable, "-m", "loaderlint", "--jobs", "2", "--no-cache"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    parent = psutil.Process(process.pid)
    while len(pool := parent.children()) < 2:
        assert process.poll() is None
        time.sleep(0.05)
    process.kill()
    process.wait()
    _, alive = psutil.wait_procs(pool, timeout=120)
    assert not alive
