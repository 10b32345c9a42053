"""What commands that run the user's program share: where it runs, and what is shown meanwhile."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from loaderlint.cli.common import stop

if TYPE_CHECKING:
    from loaderlint.config import Config
    from loaderlint.verifying.shared.protocol import Protection


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


def protection_options(command: Callable[..., None]) -> Callable[..., None]:
    """How far a program may leave traces: settings, each None where it is not given."""
    options = (
        click.option(
            "--allow-writes",
            multiple=True,
            callback=lambda _ctx, _param, value: value or None,
            metavar="PATH",
            help="Keep what the program writes there, such as a cache of a dataset; all else is thrown away.",
        ),
        click.option(
            "--scratch",
            metavar="DIR",
            help="Keep what the program writes in a folder there until it ends, instead of in memory.",
        ),
        click.option(
            "--no-network", is_flag=True, default=None, help="Keep the program from opening network connections."
        ),
        click.option(
            "--unprotected",
            is_flag=True,
            default=None,
            help="Run the program without the overlay, so its writes stay, up to the first iteration of a loader.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def protection_of(config: Config) -> Protection | None:
    """What the settings say of the program's protection; None if it has none."""
    from loaderlint.verifying.shared.protocol import Protection

    if not config.unprotected:
        return Protection(config.allow_writes, config.scratch, not config.no_network)
    if config.no_network:
        stop("--no-network is part of the protection that --unprotected gives up: choose one")
    return None


def command_line() -> str:
    """What was run, as it was typed."""
    return shlex.join(["loaderlint", *sys.argv[1:]])


def directory_of(target: tuple[str, ...], entry: tuple[str, ...]) -> Path:
    """Where the settings are looked for: at what is checked if that is named by its path, else right here."""
    first = Path(target[0]) if target and (entry or Path(target[0]).exists()) else Path()
    return first if first.is_dir() else first.parent


class Progress:
    """Shows what is being done, on a terminal, and results as they come."""

    def __init__(self) -> None:
        from rich.console import Console

        console = Console(stderr=True)
        self._status = console.status("checking") if console.is_terminal else None

    def __enter__(self) -> Progress:
        if self._status:
            self._status.start()
        return self

    def __call__(self, text: str) -> None:
        """Say what is being done; nothing new if `text` is ""."""
        if self._status and text:
            self._status.update(text)

    def print(self, text: str) -> None:
        """Write a result to standard output at once."""
        if self._status:
            self._status.stop()  # it takes what is written for its own
        click.echo(text)
        if self._status:
            self._status.start()

    def __exit__(self, *_: object) -> None:
        if self._status:
            self._status.stop()


@contextmanager
def stopping(launcher: tuple[str, ...], python: str) -> Iterator[None]:
    """End with one line where the program cannot be started or protected there."""
    from loaderlint.verifying.host.launcher import LaunchError
    from loaderlint.verifying.shared.protection import ProtectionError

    try:
        yield
    except (LaunchError, ProtectionError) as error:
        stop(str(error))
    except OSError as error:
        stop(f"{launcher[0] if launcher else python}: {error.strerror or error}")
