"""What many tests use: checking a piece of code or a folder, and reading expectations from comments."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from textwrap import dedent

from loaderlint.checking.discover import ProjectFiles
from loaderlint.checking.engine import Result, check_paths, check_projects
from loaderlint.checking.remembered import Memory
from loaderlint.config import Config
from loaderlint.fixing.fix import Files, Fixed, fix_all
from loaderlint.model.project.requirements import detect_target
from loaderlint.model.project.runtime import detect_python
from loaderlint.projects import Projects
from loaderlint.rules import catalogue
from loaderlint.text.paths import absolute

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "fixtures"

_EXPECT = re.compile(r"#\s*expect:\s*(LL\d{3}(?:\s*,\s*LL\d{3})*)")


def check_code(code: str, *select: str, path: Path = Path("example.py"), **settings: object) -> Result:
    """Check one piece of code, dedented, with the rules `select` (default: all)."""
    config = replace(Config(Path.cwd()), **({"select": select} if select else {}), **settings)  # type: ignore[arg-type]
    return check_text(dedent(code).encode(), path, config)


def only(config: Config) -> Projects:
    """Return settings that are these, and the project's folder theirs, wherever a file lies."""
    return Projects((), over=lambda _: config)


def check_text(data: bytes, path: Path, config: Config) -> Result:
    """Check one file given as bytes, as if it stood at `path` and were the whole project."""
    return check_projects([ProjectFiles(config, (path,))], texts={absolute(path): data})


def codes(result: Result) -> list[str]:
    return [finding.code for finding in result.findings]


def check_folder(folder: Path, *select: str, named: tuple[Path, ...] = ()) -> Result:
    """Check a folder of fixtures, or the files of it that are named, with the rules `select`."""
    return check_paths(named or (folder,), only(_folder_config(folder, *select)))


def fix_folder(folder: Path, *select: str, unsafe: bool = True, anew: bool = False) -> Fixed:
    """Apply the fixes of the rules `select` to what a folder of fixtures holds, and write nothing.

    With `anew` everything is checked again in every round.
    """
    config, everything = _folder_config(folder, *select), _folder_config(folder)
    memory = Memory(everything)

    def memory_of(_: Config) -> Memory:
        return Memory(everything) if anew else memory

    files = Files(
        Path.read_bytes,
        lambda texts: check_paths((folder,), only(config), texts=texts, memory_of=memory_of),
        lambda texts: check_paths((folder,), only(everything), texts=texts, memory_of=memory_of),
    )
    return fix_all(files, unsafe=unsafe)


def _folder_config(folder: Path, *select: str) -> Config:
    """The configuration for a folder of fixtures, what fixing made of them apart."""
    settings = folder / "pyproject.toml"
    document = tomllib.loads(settings.read_text(encoding="utf-8")) if settings.is_file() else {}
    target, python = detect_target(folder, document), detect_python(folder, document)
    return Config(folder, select=select or ("LL",), exclude=("fixed*.py",), target_torch=target, requires_python=python)


def expected(folder: Path) -> set[tuple[str, int, str]]:
    """The (file, line, code) triples that `# expect:` comments in a folder announce."""
    found = set()
    for path in sorted(set(folder.rglob("*.py")) - set(folder.glob("fixed*.py"))):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if match := _EXPECT.search(line):
                found |= {(path.name, number, code.strip()) for code in match[1].split(",")}
    return found


def documented(code: str, section: str) -> str:
    """The code under a section of a rule's documentation."""
    rule = next(rule for rule in catalogue() if rule.code == code)
    match = re.search(rf"^## {re.escape(section)}\n```python\n(.*?)^```", rule.documentation, re.MULTILINE | re.DOTALL)
    assert match, f"{code} has no code under {section}"
    return match[1]


def fixed_example(code: str) -> str:
    """What `--fix --unsafe-fixes` makes of a rule's Example."""
    path, example = Path("example.py").absolute(), documented(code, "Example")

    def check(*select: str) -> Callable[[Mapping[Path, bytes]], Result]:
        config = Config(Path.cwd(), select=select)
        return lambda texts: check_text(texts.get(path, example.encode()), path, config)

    fixed = fix_all(Files(lambda _: example.encode(), check(code), check("LL")), unsafe=True)
    assert not fixed.refused
    return fixed.texts[path].decode()
