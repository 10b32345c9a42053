"""Which files are checked: suffixes, excludes, .gitignore, and what cannot be read."""

from __future__ import annotations

import os
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from loaderlint.checking.discover import discover
from loaderlint.checking.relevant import is_relevant
from loaderlint.config import Config
from loaderlint.finding import Trouble
from loaderlint.model.project.file import File
from loaderlint.syntax.parse import parse
from loaderlint.text.source import Source
from tests.tools import only


@pytest.fixture(autouse=True, params=["git", "patterns"])
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Path:
    """A repository, which is the working directory, for git and for who has no git."""
    git("init", "-q", tmp_path)
    monkeypatch.chdir(tmp_path)
    if request.param == "patterns":
        monkeypatch.setattr("loaderlint.checking.git_ignored.shutil.which", lambda _: None)
    return tmp_path


with_git = pytest.mark.parametrize("project", ["git"], indirect=True)


def git(*args: str | Path) -> None:
    own = ("-c", "user.name=a", "-c", "user.email=a@b", "-c", "protocol.file.allow=always")
    subprocess.run(["git", *own, *args], check=True, capture_output=True)


def touch(*names: str) -> None:
    for name in names:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")


def found(*paths: str, **settings: tuple[str, ...]) -> list[str]:
    config = replace(Config(Path.cwd()), **settings)  # type: ignore[arg-type]
    files, troubles = listed(*(paths or (".",)), config=config)
    assert troubles == []
    return [file.as_posix() for file in files]


def listed(*paths: str, config: Config) -> tuple[list[Path], list[Trouble]]:
    """The files to check in one project, whatever marks others in it, and what cannot be checked."""
    parts, troubles = discover(tuple(map(Path, paths)), only(config))
    return [file for part in parts for file in part.named], troubles


def test_python_files_and_notebooks_sorted() -> None:
    touch("b.py", "a/z.py", "a/b.ipynb", "a/c.txt", "a/d.pyc", "c.PY", "e.pyi")
    assert found() == ["a/b.ipynb", "a/z.py", "b.py"]


def test_each_file_once_by_the_first_name() -> None:
    touch("pkg/a.py", "pkg/b.py")
    assert found("pkg/b.py", ".", "pkg", "./pkg/../pkg/a.py") == ["pkg/a.py", "pkg/b.py"]


def test_what_never_holds_the_projects_own_code_is_left_out() -> None:
    touch(
        "a.py", ".venv/lib/x.py", "venv/x.py", "build/x.py", "dist/x.py", "pkg/__pycache__/x.py", "pkg.egg-info/x.py",
        "node_modules/x.py", "env/lib/python3.12/site-packages/x.py", ".hidden/x.py", "pkg/build/x.py", ".dotted.py",
    )  # fmt: skip
    assert found() == [".dotted.py", "a.py"]
    assert "build/x.py" in found(exclude=())


def test_exclude_replaces_and_extend_exclude_adds() -> None:
    touch("a.py", "build/b.py", "old/c.py", "pkg/d_pb2.py", "pkg/old/e.py")
    assert found(exclude=("old/",)) == ["a.py", "build/b.py", "pkg/d_pb2.py"]
    assert found(extend_exclude=("/old", "*_pb2.py")) == ["a.py", "pkg/old/e.py"]


def test_what_is_named_is_checked() -> None:
    touch("build/lib/a.py", "build/lib/__pycache__/b.py", "script", "types.pyi", "ignored/c.py", "ignored/.gitignore")
    Path(".gitignore").write_text("ignored/\nscript\n")
    assert found("build/lib") == ["build/lib/a.py"]
    assert found("script", "types.pyi") == ["script", "types.pyi"]
    assert found("ignored", "build/lib/__pycache__/b.py") == ["build/lib/__pycache__/b.py", "ignored/c.py"]


def test_gitignore_holds_below_its_directory() -> None:
    touch("gen.py", "pkg/gen.py", "pkg/top.py", "pkg/sub/gen.py", "other/local.py", "pkg/local.py", "data/x/y.py")
    Path(".gitignore").write_text("/gen.py\ndata/\n")
    Path("pkg/.gitignore").write_text("local.py\nsub/\n")
    assert found() == ["other/local.py", "pkg/gen.py", "pkg/top.py"]


def test_gitignore_takes_back() -> None:
    touch("a.gen.py", "keep.gen.py", "pkg/b.gen.py", "pkg/c.gen.py")
    Path(".gitignore").write_text("*.gen.py\n!keep.gen.py\n")
    Path("pkg/.gitignore").write_text("!c.gen.py\n")
    assert found() == ["keep.gen.py", "pkg/c.gen.py"]


def test_gitignore_above_the_target_holds_up_to_the_repository() -> None:
    touch("pkg/deep/a.py", "pkg/deep/b.py", "pkg/deep/c.py")
    Path(".gitignore").write_text("a.py\n")
    Path("pkg/.gitignore").write_text("b.py\n")
    Path("../.gitignore").write_text("c.py\n")
    assert found("pkg/deep") == ["pkg/deep/c.py"]
    config = Config(Path.cwd() / "pkg")  # a project inside a larger repository
    assert listed("pkg/deep", config=config)[0] == [Path("pkg/deep/c.py")]


def test_gitignore_without_repository_holds_up_to_the_project() -> None:
    Path(".git").rename("no.git")
    touch("pkg/a.py", "pkg/b.py")
    Path("pkg/.gitignore").write_text("b.py\n")
    Path(".gitignore").write_text("a.py\n")
    assert listed("pkg", config=Config(Path.cwd() / "pkg"))[0] == [Path("pkg/a.py")]
    assert found("pkg") == []


def test_gitignore_may_ignore_all_but_some() -> None:
    touch("a.py", "pkg/b.py", "pkg/deep/c.py", "Makefile")
    Path(".gitignore").write_text("*\n!*/\n!*.*\n")
    assert found() == ["a.py", "pkg/b.py", "pkg/deep/c.py"]


def test_a_named_directory_is_not_ignored_but_what_it_ignores_is() -> None:
    touch("out/a.py", "out/b.py", "out/deep/c.py")
    Path(".gitignore").write_text("out/\n")
    Path("out/.gitignore").write_text("b.py\n")
    assert found() == []
    assert found("out") == ["out/a.py", "out/deep/c.py"]
    assert found("out/deep") == ["out/deep/c.py"]


def test_a_repository_in_the_repository_is_checked_by_its_own_patterns() -> None:
    touch(
        "a.py",
        "b.py",
        "nested/a.py",
        "nested/b.py",
        "nested/pkg/c.py",
        "no/nested/d.py",
        "hollow/.git/x",
        "hollow/e.py",
    )
    Path(".gitignore").write_text("a.py\n/no/\n")
    Path("nested/.gitignore").write_text("b.py\n")
    git("init", "-q", "nested")
    git("init", "-q", "no/nested")
    assert found() == ["b.py", "hollow/e.py", "nested/a.py", "nested/pkg/c.py"]
    assert found("nested") == ["nested/a.py", "nested/pkg/c.py"]
    git("-C", "nested", "add", "-A")
    git("-C", "nested", "commit", "-qm", "first")
    assert found() == ["b.py", "hollow/e.py", "nested/a.py", "nested/pkg/c.py"]


def test_submodules_are_checked(tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    (other / "lib.py").touch()
    git("init", "-q", other)
    git("-C", other, "add", "-A")
    git("-C", other, "commit", "-qm", "first")
    touch("a.py")
    git("submodule", "--quiet", "add", other, "parts/lib")
    touch("parts/lib/new.py")
    assert found() == ["a.py", "parts/lib/lib.py", "parts/lib/new.py"]
    assert found("parts") == ["parts/lib/lib.py", "parts/lib/new.py"]


@with_git
def test_git_knows_more_than_the_files_of_patterns() -> None:
    touch("a.py", "kept.gen.py", "b.gen.py", "private.py", "gone.py")
    git("add", "-A")
    Path(".gitignore").write_text("*.gen.py\n")
    Path(".git/info/exclude").write_text("private.py\n")
    git("rm", "-q", "--cached", "b.gen.py", "private.py")
    Path("gone.py").unlink()
    assert found() == ["a.py", "kept.gen.py"]  # what is tracked is not ignored


@with_git
def test_a_file_is_found_by_the_name_it_has_now() -> None:
    git("config", "core.ignoreCase", "true")
    touch("A.py")
    git("add", "-A")
    Path("A.py").rename("a.py")
    assert found() == ["a.py"]


@with_git
def test_git_is_asked_about_the_repository_at_hand(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a hook, variables name the repository that the hook runs for."""
    other = tmp_path_factory.mktemp("other")
    git("init", "-q", other)
    touch("a.py", "b.gen.py")
    Path(".gitignore").write_text("*.gen.py\n")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other))
    assert found() == ["a.py"]


@with_git
def test_git_runs_no_program_that_a_repository_names() -> None:
    touch("a.py")
    git("add", "-A")
    program = Path("program")
    program.write_text("#!/bin/sh\ntouch ran\n")
    program.chmod(0o755)
    for name in ("post-index-change", "fsmonitor-watchman"):
        Path(".git/hooks").mkdir(exist_ok=True)
        (Path(".git/hooks") / name).symlink_to(program.absolute())
    settings = ("core.fsmonitor", "core.pager", "core.sshCommand", "alias.ls-files", "filter.own.clean", "core.askPass")
    for setting in settings:
        git("config", setting, f"!{program.absolute()}" if setting.startswith("alias") else str(program.absolute()))
    Path(".gitattributes").write_text("* filter=own\n")
    Path("a.py").write_text("changed")
    assert found() == ["a.py"]
    assert not Path("ran").exists()
    subprocess.run(["git", "status"], check=True, capture_output=True)
    assert Path("ran").exists()  # so would it have been


@with_git
def test_git_fetches_nothing_that_a_repository_lacks(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A directory outside a sparse checkout is looked up, if need be at a remote, by a program that settings name."""
    other = tmp_path_factory.mktemp("other")
    git("init", "-q", other)
    for name in ("in/a.py", "out/b.py"):
        (other / name).parent.mkdir()
        (other / name).touch()
    git("-C", other, "add", "-A")
    git("-C", other, "commit", "-qm", "first")
    git("-C", other, "config", "uploadpack.allowFilter", "true")
    git("clone", "-q", "--filter=blob:none", "--sparse", other.as_uri(), "clone")
    git("-C", "clone", "sparse-checkout", "set", "--cone", "--sparse-index", "in")
    lacking = subprocess.run(
        ["git", "-C", "clone", "rev-parse", "HEAD:out"], capture_output=True, text=True, check=True
    )
    packs = tmp_path_factory.mktemp("packs")
    Path("clone/.git/objects/pack").rename(packs / "pack")
    for pack in (packs / "pack").glob("*.pack"):
        subprocess.run(["git", "-C", "clone", "unpack-objects", "-q"], input=pack.read_bytes(), check=True)
    Path("clone/.git/objects", lacking.stdout[:2], lacking.stdout[2:].strip()).unlink()
    program = Path("program").absolute()
    program.write_text('#!/bin/sh\ntouch "$0.ran"\nexec git-upload-pack "$@"\n')
    program.chmod(0o755)
    git("-C", "clone", "config", "remote.origin.uploadpack", program)
    assert found("clone") == ["clone/in/a.py"]
    assert not Path("program.ran").exists()
    git("-C", "clone", "ls-files")
    assert Path("program.ran").exists()  # so would it have been


@with_git
def test_what_git_refuses_is_read_by_patterns() -> None:
    touch("a.py", "b.gen.py")
    Path(".gitignore").write_text("*.gen.py\n")
    Path(".git/config").write_text("[core\n")
    assert found() == ["a.py"]


@pytest.mark.parametrize("path", ["", "."])
@with_git
def test_a_program_called_git_in_the_project_is_not_run(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    touch("a.py")
    Path("git").write_text("#!/bin/sh\ntouch ran\n")
    Path("git").chmod(0o755)
    monkeypatch.setenv("PATH", path)
    assert found() == ["a.py"]
    assert not Path("ran").exists()


def test_lines_of_gitignore_that_are_no_pattern_are_skipped() -> None:
    touch("a.py", "b.py")
    Path(".gitignore").write_bytes(b"!\n\n# comment\n\xff\xfe\n[\n\\\nb.py\n")
    assert found() == ["a.py"]


def test_a_gitignore_that_is_a_directory() -> None:
    touch("a.py", ".gitignore/x")
    assert found() == ["a.py"]


def troubles(*paths: str) -> list[tuple[str, str]]:
    return [(t.path, t.message) for t in listed(*paths, config=Config(Path.cwd()))[1]]


def test_what_does_not_exist() -> None:
    Path("dangling.py").symlink_to("nowhere.py")
    Path("loop.py").symlink_to("loop.py")
    assert troubles("missing.py", "dangling.py") == [
        ("missing.py", "no such file or directory"),
        ("dangling.py", "no such file or directory"),
    ]
    assert troubles("loop.py") == [("loop.py", "cannot be read: Too many levels of symbolic links")]
    assert troubles("x" * 1000) == [("x" * 1000, "cannot be read: File name too long")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_no_file() -> None:
    os.mkfifo("pipe.py")
    touch("a.py")
    assert troubles("pipe.py") == [("pipe.py", "neither a file nor a directory")]
    assert found() == ["a.py"]


def test_links_to_directories_are_not_followed_into_a_circle() -> None:
    touch("pkg/a.py")
    Path("pkg/up").symlink_to("..")
    Path("pkg/b.py").symlink_to("a.py")
    assert found() == ["pkg/a.py", "pkg/b.py"]


def test_a_directory_called_like_a_file() -> None:
    touch("pkg.py/a.py")
    assert found() == found("pkg.py") == ["pkg.py/a.py"]


def test_a_directory_that_may_not_be_read_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    touch("open/a.py", "closed/b.py")
    real = os.scandir

    def refusing(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    monkeypatch.setattr(os, "scandir", refusing)
    files, reported = listed(".", config=Config(Path.cwd()))
    assert files == [Path("open/a.py")]
    assert [(t.path, t.message) for t in reported] == [("closed", "cannot be read: Permission denied")]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_directory_without_permission() -> None:
    touch("closed/a.py")
    Path("closed").chmod(0)
    try:
        assert troubles(".") == [("closed", "cannot be read: Permission denied")]
    finally:
        Path("closed").chmod(0o700)


@pytest.mark.parametrize(
    ("data", "relevant"),
    [
        (b"from torch.utils.data import DataLoader", True),
        (b"class Mine(Dataset):", True),
        (b"loader = get_loader(8)", True),
        (b"accelerator.backward(loss)", True),
        (b"def backward(ctx, gradient):", False),
        (b"x = 1  # loaderlint: ignore", True),
        ("import torch".encode("utf-16"), True),
        (b"import torch\nprint(data)", False),
        (b"", False),
    ],
)
def test_only_files_that_can_matter_are_parsed(data: bytes, relevant: bool) -> None:
    assert is_relevant(data) is relevant


@pytest.mark.parametrize(
    ("text", "trains"),
    [
        ('"""Use: `loss.backward(); optimizer.step()`."""\nx = 1\n', False),
        ('"""Use: `loss.backward()`."""\nloss.backward()\n', True),
        ("class Mean(Function):\n    def backward(ctx, gradient):\n        return gradient\n", False),
    ],
)
def test_examples_and_layers_train_nothing(text: str, trains: bool) -> None:
    source = Source(Path("a.py"), text)
    assert File(source, parse(source)).may_train is trains
