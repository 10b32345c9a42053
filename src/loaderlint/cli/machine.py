"""What commands that run the user's program share: where it runs, and what is shown meanwhile."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from loaderlint.cli.common import stop


def machine_options(command: Callable[..., None]) -> Callable[..., None]:
    """Where a program is run: the words of `--launcher`, and the interpreter there."""

    def words(_ctx: click.Context, _param: click.Parameter, value: str | None) -> tuple[str, ...]:
        try:
            return tuple(shlex.split(value or ""))
        except ValueError as error:
            raise click.BadParameter(str(error)) from None

    def interpreter(ctx: click.Context, _param: click.Parameter, value: str | None) -> str:
        if not ctx.params["launcher"]:
            return value or sys.executable
        if value and not re.fullmatch(r"[\w@%+=:,./-]+", value):
            raise click.BadParameter("behind a launcher, it is one word that a shell leaves as it is")
        return value or "python3"

    launcher = click.option(
        "--launcher",
        callback=words,
        is_eager=True,
        metavar="COMMAND",
        help="Run the program elsewhere, by a command such as 'srun --gres=gpu:1', 'ssh gpu01' or 'bash -c'.",
    )
    python = click.option(
        "--python",
        callback=interpreter,
        metavar="PATH",
        help="The interpreter that runs the program: by default this one, and python3 behind a launcher.",
    )
    return launcher(python(command))


def command_line() -> str:
    """What was run, as it was typed."""
    return shlex.join(["loaderlint", *sys.argv[1:]])


def directory_of(target: tuple[str, ...], entry: tuple[str, ...]) -> Path:
    """Where the settings are looked for: at what is checked if that is named by its path, else right here."""
    first = Path(target[0]) if target and (entry or Path(target[0]).exists()) else Path()
    return first if first.is_dir() else first.parent


@contextmanager
def progress_on_terminal() -> Iterator[Callable[[str], None]]:
    """Give a function that shows what is being done, on a terminal."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _: None
        return
    with console.status("checking") as status:
        yield lambda text: status.update(text) if text else None


@contextmanager
def stopping(launcher: tuple[str, ...], python: str) -> Iterator[None]:
    """End with one line where the program cannot be started there."""
    from loaderlint.verify.launcher import LaunchError

    try:
        yield
    except LaunchError as error:
        stop(str(error))
    except OSError as error:
        stop(f"{launcher[0] if launcher else python}: {error.strerror or error}")
