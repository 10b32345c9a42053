"""Patterns of .gitignore mean what git takes them for: both are asked about the same trees."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from loaderlint.checking.discover import discover
from loaderlint.config import Config
from loaderlint.text.gitignore_patterns import Patterns, read_gitignore
from tests.tools import only

#: What each folder of the trees holds; names that patterns can be about.
FILES = (
    "a.py", "ab.py", "b/a.py", "a/a.py", "a/b.py", "a/ab/a.py", "a/ab/b.py", "ab/a.py", "ab/b/a.py", "b.d/a/b.py",
    "b.d/-a.py", "b.d/é.py", "b.d/a .py", "b.d/[a].py", "b.d/!.py", "#/a.py",
)  # fmt: skip

PARTS = (
    "a", "b", "*", "**", "***", "/", "!", "?", "[ab]", "[!a]", "[^b]", "[a-b]", "[b-a]", "[]a]", "[[:alpha:]]",
    "[[:none:]]", "[[:", "[a-", "[\\]]", "[", "]", "\\", ".py", "*.*", ".", " ", "\t", "#", "-", "é", "d", "**/", "/**",
    "*/", "\r",
)  # fmt: skip
LINES = st.lists(st.lists(st.sampled_from(PARTS), min_size=1, max_size=5).map("".join), max_size=4)
#: A .gitignore, and one in a folder below it.
CASES = st.tuples(LINES, LINES)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with thirty folders that hold the same."""
    root = tmp_path_factory.mktemp("repository")
    subprocess.run(["git", "init", "-q", root], check=True)
    for number in range(30):
        for name in FILES:
            path = root / str(number) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
    return root


def by_git(repository: Path) -> set[str]:
    command = ["git", "ls-files", "-z", "--others", "--exclude-per-directory=.gitignore"]
    listed = subprocess.run(command, cwd=repository, capture_output=True, check=True).stdout
    return {name for name in os.fsdecode(listed).split("\0") if name.endswith(".py")}


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(CASES, min_size=30, max_size=30))
@example([(["*", "!*/", "!*.*"], [])] * 30)
@example([(["a/**", "!a/**/", "!*b.py"], ["ab/*", "/**/"])] * 30)
@example([(["/a**", "b.d/*", "!b.d/a*"], ["!*.py"])] * 30)
def test_patterns_mean_what_git_takes_them_for(repository: Path, cases: list[tuple[list[str], list[str]]]) -> None:
    for number, (lines, inner) in enumerate(cases):
        (repository / str(number) / ".gitignore").write_text("\n".join(lines), newline="")
        (repository / str(number) / "a" / ".gitignore").write_text("\n".join(inner), newline="")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("loaderlint.checking.git_ignored.shutil.which", lambda _: None)
        ((part,), troubles) = discover((repository,), only(Config(repository, exclude=())))
    assert troubles == []
    assert {file.relative_to(repository).as_posix() for file in part.named} == by_git(repository)


@pytest.mark.parametrize(
    ("pattern", "path", "ignored"),
    [
        ("build/", "build/a.py", True),
        ("build/", "src/build/lib/a.py", True),
        ("/build", "src/build/a.py", False),
        ("*.gen.py", "src/a.gen.py", True),
        ("src/*", "src/deep/a.py", True),
        ("src/*.py", "src/deep/a.py", False),
        ("[ab].py", "c.py", False),
        ("!a.py", "a.py", False),
    ],
)
def test_an_entry_is_ignored_with_the_directories_above_it(pattern: str, path: str, ignored: bool) -> None:
    assert Patterns([pattern.encode()]).ignores(path) is ignored


@pytest.mark.parametrize("line", [b"", b" ", b"# comment", b"!", b"/", b"a[", b"a\\", b"[[:none:]]"])
def test_lines_that_can_match_nothing_are_no_patterns(line: bytes) -> None:
    assert not Patterns([line])


def test_a_file_of_patterns_is_read_as_bytes() -> None:
    patterns = read_gitignore(b"\xef\xbb\xbfa.py\r\nb\x0cc.py\n\xff.py\n\xc3\xa9.py")
    assert all(patterns.says(name) for name in ("a.py", "b\x0cc.py", os.fsdecode(b"\xff.py"), "é.py"))
    assert not any(patterns.says(name) for name in ("b", "c.py", "e.py"))
