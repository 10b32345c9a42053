"""What a project is, and that every file of a run is checked with the settings and the model of its own."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import loaderlint
from loaderlint.cli import main
from loaderlint.config import Config
from loaderlint.projects import NAMED, OWN, REPOSITORY, SETTINGS, Projects
from loaderlint.settings import ConfigError

TORCH = "from torch.utils.data import DataLoader\n"
ERROR = TORCH + "\nloader = DataLoader(range(8), persistent_workers=True)\n"
ADVICE = (
    "import torch\n" + TORCH + "\ntorch.manual_seed(0)\ntorch.use_deterministic_algorithms(True)\n"
    "loader = DataLoader(range(8), shuffle=True)\n"
)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that nothing marks, which is the working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(name: str, text: str = "") -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def table(folder: str, *lines: str) -> None:
    write(f"{folder}/pyproject.toml", "\n".join(["[tool.loaderlint]", *lines]))


def repository(folder: str) -> None:
    Path(folder, ".git").mkdir(parents=True)


def project(path: str, *named: str) -> tuple[str, str]:
    """The folder of the project that a path belongs to, from the working directory on, and why."""
    config = Projects(tuple(map(Path, named or (path,)))).of(Path(path))
    return os.path.relpath(config.root), config.root_from


def run(*args: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, list(args), input=stdin)


def found(*args: str, stdin: str | None = None) -> list[str]:
    findings = json.loads(run(*args, "--output-format", "json", stdin=stdin).stdout)["findings"]
    return [f"{f['path']}:{f['code']}" for f in findings]


def test_the_nearest_folder_with_the_table() -> None:
    table(".")
    table("packages/a")
    write("packages/a/deep/train.py")
    assert project("packages/a/deep/train.py") == ("packages/a", SETTINGS)
    assert project("packages/a") == ("packages/a", SETTINGS)
    assert project("packages") == (".", SETTINGS)


def test_a_repository_where_there_is_no_table() -> None:
    repository("repo")
    assert project("repo/pkg/train.py") == ("repo", REPOSITORY)
    write("tree/.git", "gitdir: ../elsewhere\n")
    assert project("tree/train.py") == ("tree", REPOSITORY)


def test_a_pyproject_without_the_table_and_a_setup_py_are_passed_over() -> None:
    table(".")
    write("pkg/pyproject.toml", "[project]\nname = 'pkg'\n[tool.ruff]\nline-length = 100\n")
    write("pkg/setup.py")
    write("pkg/setup.cfg")
    assert project("pkg/train.py") == (".", SETTINGS)
    repository("repo")
    write("repo/pkg/pyproject.toml", "# loaderlint has no settings here\n")
    assert project("repo/pkg/train.py") == ("repo", REPOSITORY)


def test_a_pyproject_that_is_passed_over_need_not_be_toml() -> None:
    table(".")
    write("template/pyproject.toml", "name = {{ name }}\n")
    Path("template/pyproject.toml").write_bytes(b"\xff\xfename = {{ name }}\n")
    assert project("template/train.py") == (".", SETTINGS)


def test_nothing_above_a_repository_is_looked_at() -> None:
    table(".", "no-such-key = 1")
    repository("repo")
    assert project("repo/train.py") == ("repo", REPOSITORY)
    assert Projects((Path("repo"),)).of(Path("repo")) == Config(Path.cwd() / "repo")


def test_a_table_inside_a_repository_comes_before_it() -> None:
    repository(".")
    table("pkg")
    assert project("pkg/train.py") == ("pkg", SETTINGS)
    assert project("other/train.py") == (".", REPOSITORY)


def test_without_marks_it_is_the_folder_that_is_named_or_the_files_own() -> None:
    write("tool/scripts/train.py")
    write("tool/setup.py")
    assert project("tool/scripts/train.py") == ("tool/scripts", OWN)
    assert project("tool/scripts/train.py", "tool") == ("tool", NAMED)
    assert project("tool/scripts/train.py", "tool/scripts", "tool") == ("tool", NAMED)
    assert project("train.py", "tool", "train.py") == (".", OWN)


def test_the_order_of_questions_changes_no_answer() -> None:
    projects = Projects((Path("a.py"), Path("sub/b.py")))
    assert projects.of(Path("a.py")).root == Path.cwd()
    assert projects.of(Path("sub/b.py")).root == Path.cwd() / "sub"


def test_a_folder_above_that_cannot_be_looked_into(monkeypatch: pytest.MonkeyPatch) -> None:
    write("closed/repo/train.py", ERROR)
    real = os.stat

    def refusing(path: os.PathLike[str] | str, *args: object, **kwargs: object) -> object:
        name = os.fspath(path)
        if isinstance(name, str) and Path(name).parent == Path.cwd() / "closed" and Path(name).name != "repo":
            raise PermissionError(13, "Permission denied", path)
        return real(path, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "stat", refusing)
    assert found("closed/repo") == found("closed/repo/train.py") == ["closed/repo/train.py:LL201"]


def test_a_table_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    table(".")

    def refusing(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refusing)
    with pytest.raises(ConfigError, match=r"pyproject\.toml: cannot be read: Permission denied"):
        Projects((Path(),)).of(Path())


def monorepo() -> None:
    """A repository with settings, and two packages in it, one of which has settings of its own."""
    repository(".")
    table(".", "ignore = ['LL2']")
    table("a", "preset = 'reproducible'", "fail-on = 'error'", "extend-exclude = ['/gen.py']")
    write("b/pyproject.toml", "[project]\nname = 'b'\n")
    for folder in ("a", "b"):
        write(f"{folder}/error.py", ERROR)
        write(f"{folder}/gen.py", ERROR)
        write(f"{folder}/advice.py", ADVICE)
    write("error.py", ERROR)


def test_every_file_has_its_own_settings() -> None:
    monorepo()
    expected = ["a/advice.py:LL107", "a/error.py:LL201", "b/advice.py:LL107"]
    assert found(".") == found("b", "a", "error.py") == expected
    assert found("error.py", "b/advice.py", "a/error.py", "a/advice.py") == expected
    assert [f"{f.location.path}:{f.code}" for f in loaderlint.check(".")] == expected
    # What is named is checked, as everywhere, unless that is ruled out.
    assert found("a/gen.py", "b/gen.py") == ["a/gen.py:LL201"]
    assert found("a/gen.py", "b/gen.py", "--force-exclude") == []


def test_where_it_is_run_from_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monorepo()
    from_above = [name for name in found(".") if name.startswith("a/")]
    monkeypatch.chdir("a")
    assert [f"a/{name}" for name in found(".")] == from_above
    assert [f"a/{name}" for name in found("error.py", "advice.py")] == from_above


def test_severities_count_by_the_settings_of_their_file() -> None:
    monorepo()
    assert run("b").exit_code == 0  # advice, as no table says otherwise
    assert run("a/advice.py").exit_code == 0  # a warning, where errors count
    assert run("a/advice.py", "--fail-on", "warning").exit_code == 1
    assert run("a/advice.py", "b/advice.py", "--fail-on", "advice").exit_code == 1
    assert run(".").exit_code == run("a/error.py", "b").exit_code == 1


def test_options_go_over_the_settings_of_all() -> None:
    monorepo()
    assert found(".", "--select", "LL201", "--ignore", "LL107") == [
        "a/error.py:LL201", "b/error.py:LL201", "b/gen.py:LL201", "error.py:LL201",
    ]  # fmt: skip
    assert found(".", "--isolated") == [
        "a/advice.py:LL107", "a/error.py:LL201", "a/gen.py:LL201", "b/advice.py:LL107", "b/error.py:LL201",
        "b/gen.py:LL201", "error.py:LL201",
    ]  # fmt: skip
    strict = str(write("strict.toml", "[tool.loaderlint]\nselect = ['LL107']\nextend-exclude = ['/advice.py']\n"))
    assert found(".", "--config", strict) == ["b/advice.py:LL107"]  # `/` is the folder of each project


def test_a_project_says_whether_another_in_it_is_looked_at() -> None:
    table(".", "extend-exclude = ['old/']")
    table("old")
    table("new", "exclude = ['inner.py']")
    for name in ("old/a.py", "new/inner.py", "new/old/a.py", "new/build/a.py"):
        write(name, ERROR)
    assert found(".") == ["new/build/a.py:LL201", "new/old/a.py:LL201"]
    assert found("old") == ["old/a.py:LL201"]


def test_every_project_is_understood_by_itself() -> None:
    """The folder that imports start from, and the torch that is required, are those of the project."""
    table(".")
    write("requirements.txt", "torch==1.13\n")
    write("defaults.py", "KEEP = False\n")
    table("inner")
    write("inner/defaults.py", "KEEP = True\n")
    use = TORCH + "from defaults import KEEP\nloader = DataLoader(range(8), persistent_workers=KEEP)\n"
    for folder in ("inner/deep", "deep"):
        write(f"{folder}/train.py", use)
        write(f"{folder}/old.py", TORCH + "\nloader = DataLoader(range(8), prefetch_factor=2)\n")
    assert found(".", "--select", "LL2") == ["inner/deep/old.py:LL202", "inner/deep/train.py:LL201"]


def test_nothing_above_a_project_is_imported() -> None:
    write("defaults.py", "KEEP = True\n")
    table("project")
    write(
        "project/train.py",
        TORCH + "from defaults import KEEP\nloader = DataLoader(range(8), persistent_workers=KEEP)\n",
    )
    assert found("project", "--select", "LL2") == found(".", "--select", "LL2") == []


def test_fixes_follow_the_settings_of_their_file() -> None:
    table(".")
    table("a", "unfixable = ['LL201']")
    for name in ("a/train.py", "b/train.py"):
        write(name, ERROR)
    assert "b/train.py" in run("--diff", ".").stdout
    assert run("--fix", ".").exit_code == 1
    assert Path("a/train.py").read_text() == ERROR
    assert Path("b/train.py").read_text() == ERROR.replace(", persistent_workers=True", "")
    run("--add-ignore", ".")
    assert found(".") == []
    assert "ignore[LL201]" in Path("a/train.py").read_text()


def test_standard_input_has_the_settings_of_its_place() -> None:
    monorepo()
    assert found("--stdin-filename", "b/new.py", stdin=ERROR) == []
    assert found("--stdin-filename", "a/new.py", stdin=ERROR) == ["a/new.py:LL201"]


def test_several_processes_and_a_second_run_change_nothing() -> None:
    monorepo()
    first = run(".", "--no-cache").stdout
    assert run(".", "--jobs", "2").stdout == first
    assert run(".").stdout == first


@pytest.mark.parametrize("name", [".", "a/error.py"])
def test_a_table_that_cannot_be_used_is_named_wherever_it_lies(name: str) -> None:
    monorepo()
    table("a", "ignored = ['LL1']")
    result = run(name)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"loaderlint: {Path.cwd() / 'a/pyproject.toml'}: unknown key")
    assert found("b") == ["b/advice.py:LL107"]


def test_gitignore_holds_from_the_repository_on() -> None:
    subprocess.run(["git", "init", "-q"], check=True)
    write(".gitignore", "gen.py\n")
    table("a")
    for name in ("a/gen.py", "a/train.py"):
        write(name, ERROR)
    assert found(".") == found("a") == ["a/train.py:LL201"]


def shown(*args: str) -> list[dict[str, str]]:
    """The settings that are shown, each project's by itself."""
    rest, documents = run(*args, "--show-settings").stdout, []
    while rest:
        document, end = json.JSONDecoder().raw_decode(rest)
        documents.append(document)
        rest = rest[end:].lstrip()
    return documents


def test_show_settings_says_what_the_project_is_and_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monorepo()
    monkeypatch.setenv("LOADERLINT_CACHE_DIR", "")
    monkeypatch.setattr("loaderlint.checking.cache.user_cache_dir", lambda *_, **__: "/caches")
    (own,) = shown("a/error.py", "a")
    (above,) = shown("b")
    assert (own["root"], own["root-from"]) == (str(Path.cwd() / "a"), SETTINGS)
    assert own["settings-from"] == str(Path.cwd() / "a/pyproject.toml")
    assert (above["root"], above["settings-from"]) == (str(Path.cwd()), str(Path.cwd() / "pyproject.toml"))
    assert Path(own["cache"]).parent == Path(above["cache"]).parent == Path("/caches")
    assert own["cache"] != above["cache"]
    assert [each["root"] for each in shown("b", "a/error.py", ".")] == [above["root"], own["root"]]
    Path("pyproject.toml").unlink()
    assert (shown("b")[0]["root-from"], shown("b")[0]["settings-from"]) == (REPOSITORY, "defaults")
