"""loaderlint: a linter for PyTorch data loading."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from loaderlint.finding import Applicability, Edit, Finding, Fix, Location, Related, Severity, Trouble
from loaderlint.version import __version__

__all__ = [
    "Applicability", "CheckError", "Edit", "Finding", "Fix", "Fixed", "Location", "Related", "Severity", "Trouble",
    "__version__", "check", "fix", "verify",
]  # fmt: skip

if TYPE_CHECKING:
    from loaderlint.checking.discover import ProjectFiles
    from loaderlint.verifying.live import Verified


class CheckError(Exception):
    """Some files could not be checked: `troubles` says which and why, `findings` is what was found in the others."""

    def __init__(self, troubles: Sequence[Trouble], findings: Sequence[Finding]) -> None:
        super().__init__("; ".join(f"{trouble.path}: {trouble.message}" for trouble in troubles))
        self.troubles = list(troubles)
        self.findings = list(findings)


#: A path or several.
Paths: TypeAlias = "str | os.PathLike[str] | Iterable[str | os.PathLike[str]]"


@dataclass(frozen=True, slots=True)
class Fixed:
    """What fixing came to.

    `applied` are the findings whose fixes went in, `findings` those that are left, and `refused` the ones among these
    whose fixes would do harm, each with what that is. `files` holds the new contents of the files that change, by
    their absolute paths, and `diff` shows the changes.
    """

    findings: list[Finding]
    applied: list[Finding]
    refused: list[tuple[Finding, str]]
    files: dict[Path, bytes]
    diff: str


def check(
    paths: Paths = ".",
    *,
    isolated: bool = False,
    select: Sequence[str] | None = None,
    ignore: Sequence[str] | None = None,
    per_file_ignores: Mapping[str, Sequence[str]] | None = None,
    exclude: Sequence[str] | None = None,
    extend_exclude: Sequence[str] | None = None,
    target_torch: str | None = None,
    preset: str | None = None,
) -> list[Finding]:
    """Check files and directories as `loaderlint` does on the command line; nothing of the project is imported or run.

    What is given goes over what `[tool.loaderlint]` says for a file, which `isolated` leaves unread. The findings are
    in the order of their places, which are relative to the working directory where they lie below it.

    Raises:
        ValueError: a setting is not valid, here or in pyproject.toml; the message names it.
        CheckError: a path does not exist, or a file cannot be read or checked.
    """
    from loaderlint.checking.engine import check_projects

    found, missing = _discovered(
        paths,
        isolated=isolated,
        caller="loaderlint.check",
        select=select,
        ignore=ignore,
        per_file_ignores=per_file_ignores,
        exclude=exclude,
        extend_exclude=extend_exclude,
        target_torch=target_torch,
        preset=preset,
    )
    result = check_projects(found, missing)
    if result.troubles:
        raise CheckError(result.troubles, result.findings)
    return list(result.findings)


def fix(
    paths: Paths = ".",
    *,
    unsafe: bool = False,
    write: bool = True,
    isolated: bool = False,
    select: Sequence[str] | None = None,
    ignore: Sequence[str] | None = None,
    per_file_ignores: Mapping[str, Sequence[str]] | None = None,
    exclude: Sequence[str] | None = None,
    extend_exclude: Sequence[str] | None = None,
    target_torch: str | None = None,
    preset: str | None = None,
) -> Fixed:
    """Fix what is found in files and directories, as `loaderlint --fix` does; nothing of them is imported or run.

    Safe fixes are applied, and those that may change what is computed if `unsafe`. All files that change are replaced,
    or none of them without `write`. The other arguments are those of `check`.

    Raises:
        ValueError: a setting is not valid, here or in pyproject.toml; the message names it.
        CheckError: a path does not exist, or a file cannot be read or checked; nothing is written.
        OSError: a file cannot be written; all of them are as they were.
    """
    from click import unstyle

    from loaderlint.fixing.fix import Files, fix_all
    from loaderlint.fixing.fix import write as replace_files
    from loaderlint.report.fixes import diff

    found, missing = _discovered(
        paths,
        isolated=isolated,
        caller="loaderlint.fix",
        select=select,
        ignore=ignore,
        per_file_ignores=per_file_ignores,
        exclude=exclude,
        extend_exclude=extend_exclude,
        target_torch=target_torch,
        preset=preset,
    )
    done = fix_all(Files.of(found, missing), unsafe=unsafe)
    if done.result.troubles:
        raise CheckError(done.result.troubles, done.result.findings)
    if write:
        replace_files(done.before, done.texts)
    return Fixed(list(done.result.findings), done.applied, done.refused, done.texts, unstyle(diff(done)))


def _discovered(
    paths: Paths, *, isolated: bool, caller: str, **settings: Any
) -> tuple[list[ProjectFiles], list[Trouble]]:
    """The files that paths stand for, by project, with the settings that a function was given put over the project's.

    Paths that cannot be looked at are the second.
    """
    from loaderlint.checking.discover import discover
    from loaderlint.config import with_arguments
    from loaderlint.projects import Projects

    targets = (Path(paths),) if isinstance(paths, str | os.PathLike) else tuple(map(Path, paths))
    over = partial(with_arguments, caller=caller, **settings)
    return discover(targets, Projects(targets, isolated=isolated, over=over)) if targets else ([], [])


def verify(loader: Any, *, seconds: float = 10.0, allow: Sequence[str] = ()) -> Verified:
    """Try a `DataLoader` as it stands, with its own data; what comes back is true if nothing is wrong with it.

    Every worker's numbers, what an epoch covers and whether all samples can be made are looked at, each for about so
    many `seconds`, in a fork of this process, which stays as it is. Problems that are meant are `allow`ed by their
    names, such as `EPOCHS_ALIKE` for data that is to be the same in every epoch.

    Raises:
        ValueError: no problem has a name that is allowed.
    """
    from loaderlint.verifying.live import verify

    return verify(loader, seconds=seconds, allow=tuple(allow))
