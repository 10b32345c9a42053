"""What several commands share: options, and ways to show, write and stop."""

from __future__ import annotations

import errno
import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, TypeVar

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from loaderlint.fixing.fix import Fixed


_Command = TypeVar("_Command", bound=Callable[..., Any])

#: Exit statuses that shells give to what a signal ended: SIGINT, SIGPIPE.
_INTERRUPTED, _BROKEN_PIPE = 128 + 2, 128 + 13

#: Errors of a write to what holds no more.
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}


def _list(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...] | None:
    """Take lists apart at their commas, and put them together; None where the option is not given."""
    found = tuple(item.strip() for value in values for item in value.split(",") if item.strip())
    if values and not found:
        raise click.BadParameter("the list is empty; leave the option out, or say what is in it")
    return found or None


def complete_rule(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer what the last word of a list of rules may become: codes, and names once a word is no code."""
    from click.shell_completion import CompletionItem

    from loaderlint.rules import catalogue

    before, comma, word = incomplete.rpartition(",")
    offered = [(text, r.summary) for r in catalogue() for text in (r.code, r.name)]
    return [
        CompletionItem(before + comma + text, help=summary)
        for text, summary in offered
        if text.lower().startswith(word.lower() or "ll")
    ]


def rules_option(name: str, text: str) -> Callable[[_Command], _Command]:
    """Return an option that takes rules: codes, beginnings of codes or names, with commas or given again."""
    return click.option(name, multiple=True, callback=_list, metavar="CODES", shell_complete=complete_rule, help=text)


def patterns_option(name: str, text: str) -> Callable[[_Command], _Command]:
    """Return an option that takes patterns of .gitignore, with commas or given again."""
    return click.option(name, multiple=True, callback=_list, metavar="PATTERNS", help=text)


def _colour(ctx: click.Context, _param: click.Parameter, value: str) -> None:
    if value != "auto":
        ctx.color = value == "always"


colour_option = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    callback=_colour,
    expose_value=False,
    help="Whether to use colour; NO_COLOR and FORCE_COLOR change what `auto` does.",
)


class GivenSettings(NamedTuple):
    """What `--config` was given: a file to read in the place of all others, and settings to put over those in files."""

    file: Path | None
    table: dict[str, Any]


def _config(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> GivenSettings:
    from loaderlint.settings import ConfigError
    from loaderlint.settings_files import table_of

    pairs = [value for value in values if "=" in value and not Path(value).exists()]
    files = [Path(value) for value in values if value not in pairs]
    if len(files) > 1:
        raise click.BadParameter(f"{files[0]} and {files[1]}: settings can be read from one file only")
    try:
        return GivenSettings(files[0] if files else None, table_of(pairs))
    except ConfigError as error:
        raise click.BadParameter(str(error)) from None


config_option = click.option(
    "--config",
    multiple=True,
    callback=_config,
    metavar="PATH|KEY=VALUE",
    help="Read settings from this file and no other, or set one, such as `severity.LL503=error`.",
)

isolated_option = click.option("--isolated", is_flag=True, help="Read settings from no file.")

no_cache_option = click.option(
    "--no-cache", is_flag=True, help="Neither use nor write what is remembered of earlier runs."
)

cache_dir_option = click.option(
    "--cache-dir",
    envvar="LOADERLINT_CACHE_DIR",
    show_envvar=True,
    metavar="DIR",
    help="The folder for what is remembered, in place of the user's cache folder.",
)


def show(text: str, file: Path | None) -> None:
    """Write to standard output, or to a file, which is no terminal and so gets colour only if that was asked for."""
    if file is None:
        click.echo(text, nl=False)
        return
    from loaderlint.text.atomic_write import replace_file

    coloured = click.get_current_context().color
    try:
        replace_file(file, (text if coloured else click.unstyle(text)).encode(errors="backslashreplace"))
    except OSError as error:
        stop(f"{file}: cannot be written: {error.strerror}")


def show_diff(fixed: Fixed, file: Path | None = None) -> None:
    """Show what fixing would change, and a summary beside it."""
    from loaderlint.report import fixes

    show(fixes.diff(fixed), file)
    click.echo(fixes.summary(fixed, "would fix"), nl=False, err=True)


def write(fixed: Fixed, stdin: bytes | None, verb: str) -> None:
    """Write what was fixed: to its files, or to standard output if it came from standard input."""
    from loaderlint.report import fixes

    if stdin is not None:
        click.echo(next(iter(fixed.texts.values()), stdin), nl=False)
    else:
        replace_files(fixed)
    click.echo(fixes.summary(fixed, verb), nl=False, err=True)


def replace_files(fixed: Fixed) -> None:
    """Write what was fixed to its files; end if one cannot be written."""
    from loaderlint.fixing.fix import write

    try:
        write(fixed.before, fixed.texts)
    except OSError as error:
        stop(f"{error.filename}: cannot be written: {error.strerror}")


def stop(message: str, status: int = 2) -> NoReturn:
    """End with one line that says why, if anybody can be told."""
    with suppress(OSError):
        click.echo(f"loaderlint: {message}", err=True)
    _let_go_of_output()
    sys.exit(status)


@contextmanager
def ending_well() -> Iterator[None]:
    """End as programs do where the user interrupts or nobody reads on, and with one line where output has no room."""
    try:
        yield
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # an impatient second one
        gc.freeze()  # to look for garbage would take longer than the rest
        stop("interrupted", _INTERRUPTED)
    except BrokenPipeError:
        _let_go_of_output()
        sys.exit(_BROKEN_PIPE)
    except OSError as error:
        if error.filename is not None or error.errno not in _NO_ROOM:
            raise
        stop(f"the output cannot be written: {error.strerror}")


def _let_go_of_output() -> None:
    """Drop what could not be written: Python would try again at the end, and fail again."""
    for stream in filter(None, (sys.stdout, sys.stderr)):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
