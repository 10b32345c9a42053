"""`loaderlint --watch`: check again whenever a file changes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from loaderlint.cli.common import stop
from loaderlint.cli.extras import how_to_install

#: Endings of files, beside Python's, that may change what is found: notebooks, settings and requirements.
_OTHERS = (".ipynb", ".toml", ".cfg", ".ini", ".txt", ".yaml", ".yml", ".json")

#: Milliseconds after which it is seen at the latest that a watch has begun.
_BEGINS = 200


def check_again_and_again(arguments: Sequence[str], folders: Iterable[Path], written: Iterable[Path]) -> None:
    """Run `loaderlint check` with these arguments now, and whenever something changes in the folders, until Ctrl-C.

    `written` are files that the run itself writes, so that their change is no news.
    """
    try:
        from watchfiles import PythonFilter, watch
    except ModuleNotFoundError:
        stop(f"--watch needs watchfiles: {how_to_install('watch')}")
    relevant = PythonFilter(ignore_paths=[path.absolute() for path in written], extra_extensions=_OTHERS)
    command = [sys.executable, "-m", "loaderlint", "check", *arguments]
    begun = False
    # It watches before the first run, so that no change is missed: it first yields nothing.
    for changes in watch(*folders, watch_filter=relevant, rust_timeout=_BEGINS, yield_on_timeout=True):
        if changes or not begun:
            begun = True
            click.clear()
            subprocess.run(command, check=False)  # noqa: S603 - it is this program
            click.echo("watching for changes; Ctrl-C ends it", err=True)
