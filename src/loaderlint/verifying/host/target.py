"""What is to be verified: the program to run, and the files of the project that it is made of."""

from __future__ import annotations

import ast
import shlex
from collections.abc import Iterator
from pathlib import Path

from loaderlint.text.paths import absolute, is_directory
from loaderlint.text.source import SourceError, decode
from loaderlint.verifying.shared.protocol import Program


class TargetError(ValueError):
    """A target that names nothing that can be run; the message says what would."""


def find_programs(
    target: tuple[str, ...], entries: tuple[str, ...], configured: tuple[str, ...], root: Path
) -> tuple[list[Program], tuple[Path, ...]]:
    """Return the programs to run and the paths to check: what the programs are made of, or what is named beside them.

    `entries` are given with the command, `configured` in pyproject.toml: these are for targets that cannot be run.

    Raises:
        TargetError: no program can be found.
    """
    if not entries and target and not is_directory(Path(target[0])):
        program, start = _parse_target(target[0], target[1:], root)
        return [program], tuple(reached_from(start, root))
    if not (entries or configured):
        raise TargetError("which program builds the loaders? Name one, or give --entry 'train.py --epochs 1'")
    found = [_parse_entry(entry, root) for entry in entries or configured]
    return found, tuple(map(Path, target or (".",)))


def _parse_target(target: str, args: tuple[str, ...], root: Path) -> tuple[Program, Path]:
    """Return the program that a target names, with the file that it starts in.

    A target is a script or a notebook (its path), a module (`pkg.train`) or a callable (`pkg.data:make_loader`).

    Raises:
        TargetError: there is no such file or module.
    """
    path = Path(target)
    if path.is_file():
        return Program("script", str(absolute(path)), args), path
    module, colon, _ = target.partition(":")
    if module.replace(".", "").isidentifier():
        for base in (Path.cwd(), Path.cwd() / "src", root, root / "src"):
            if found := _module_below(base, module.split("."), main=not colon):
                return Program("callable" if colon else "module", target, args), found
    raise TargetError(
        f"{target!r} is neither a script or notebook, nor a module (`pkg.train`) or callable (`pkg.data:make_loader`)"
    )


def _parse_entry(entry: str, root: Path) -> Program:
    """Return the program of a command such as `train.py --epochs 1` or `python -m pkg.train`.

    Raises:
        TargetError: it is none.
    """
    try:
        words = shlex.split(entry)
    except ValueError as error:
        raise TargetError(f"entry {entry!r}: {error}") from None
    if words and Path(words[0]).name.startswith("python"):
        del words[0]
    if words[:1] == ["-m"]:
        del words[0]
    if not words:
        raise TargetError(f"entry {entry!r} names no program")
    return _parse_target(words[0], tuple(words[1:]), root)[0]


def reached_from(start: Path, root: Path) -> list[Path]:
    """Return a file and the files of the project that it imports, directly or not, sorted but for itself."""
    found = {absolute(start): start}
    queue = [absolute(start)]
    bases = [absolute(start).parent, root, root / "src"]
    while queue:
        path = queue.pop()
        module = _parse(path)
        bases += [absolute(Path(added)) for added in _added_to_path(module)]
        for imported in _imports(module, path, bases):
            if imported not in found and root in imported.parents:
                found[imported] = imported
                queue.append(imported)
    first, *rest = found.values()
    return [first, *sorted(rest)]


def _parse(path: Path) -> ast.Module:
    """The code of a file, none where there is no sense in it."""
    try:
        return ast.parse(decode(path, path.read_bytes()).text)
    except (OSError, SourceError, SyntaxError, ValueError, RecursionError):
        return ast.Module([], [])


def _added_to_path(module: ast.Module) -> Iterator[str]:
    """The folders that a script adds to `sys.path` by name."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("sys.path.append", "sys.path.insert"):
            yield from (a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str))


def _imports(module: ast.Module, path: Path, bases: list[Path]) -> Iterator[Path]:
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            names = [alias.name.split(".") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            parts = node.module.split(".") if node.module else []
            names = [parts, *([*parts, alias.name] for alias in node.names)]
        else:
            continue
        level = node.level if isinstance(node, ast.ImportFrom) else 0
        for base in [path.parents[level - 1]] if level else bases:
            for name in names:
                # Importing `a.b` runs `a` as well.
                for end in range(1, len(name) + 1):
                    if found := _module_below(base, name[:end]):
                        yield absolute(found)


def _module_below(base: Path, parts: list[str], *, main: bool = False) -> Path | None:
    target = base.joinpath(*parts)
    package = target / ("__main__.py" if main else "__init__.py")
    return next((p for p in (package, target.with_name(target.name + ".py")) if parts and p.is_file()), None)
