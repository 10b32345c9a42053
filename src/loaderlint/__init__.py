"""loaderlint: a linter for PyTorch data loading."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from loaderlint.finding import Applicability, Edit, Finding, Fix, Location, Related, Severity, Trouble
from loaderlint.version import __version__

__all__ = [
    "Applicability", "CheckError", "Edit", "Finding", "Fix", "Location", "Related", "Severity", "Trouble",
    "__version__", "check", "verify",
]  # fmt: skip

if TYPE_CHECKING:
    from loaderlint.verifying.live import Verified


class CheckError(Exception):
    """Some files could not be checked: `troubles` says which and why, `findings` is what was found in the others."""

    def __init__(self, troubles: Sequence[Trouble], findings: Sequence[Finding]) -> None:
        super().__init__("; ".join(f"{trouble.path}: {trouble.message}" for trouble in troubles))
        self.troubles = list(troubles)
        self.findings = list(findings)


def check(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]] = ".",
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
    from loaderlint.checking.engine import check_paths
    from loaderlint.config import with_arguments
    from loaderlint.projects import Projects

    targets = (Path(paths),) if isinstance(paths, str | os.PathLike) else tuple(map(Path, paths))
    if not targets:
        return []
    given = partial(
        with_arguments,
        select=select,
        ignore=ignore,
        per_file_ignores=per_file_ignores,
        exclude=exclude,
        extend_exclude=extend_exclude,
        target_torch=target_torch,
        preset=preset,
    )
    result = check_paths(targets, Projects(targets, isolated=isolated, over=given))
    if result.troubles:
        raise CheckError(result.troubles, result.findings)
    return list(result.findings)


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
