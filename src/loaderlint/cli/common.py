"""What several commands share: options, and ways to show, write and stop."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from loaderlint.fix import Fixed


def codes(_ctx: click.Context, _param: click.Parameter, value: str | None) -> tuple[str, ...] | None:
    """Take a list of rules apart at its commas."""
    return None if value is None else tuple(code.strip() for code in value.split(",") if code.strip())


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


def show(text: str, file: Path | None) -> None:
    """Write to standard output, or to a file, which is no terminal and so gets colour only if that was asked for."""
    if file is None:
        click.echo(text, nl=False)
        return
    from loaderlint.replace import replace_file

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
        sys.stdout.buffer.write(next(iter(fixed.texts.values()), stdin))
    else:
        replace_files(fixed)
    click.echo(fixes.summary(fixed, verb), nl=False, err=True)


def replace_files(fixed: Fixed) -> None:
    """Write what was fixed to its files; end if one cannot be written."""
    from loaderlint.fix import write

    for path, text in sorted(fixed.texts.items()):
        try:
            write(path, fixed.before[path], text)
        except OSError as error:
            stop(f"{path}: cannot be written: {error.strerror}")


def stop(message: str) -> NoReturn:
    """End with exit status 2 and one line that says why."""
    click.echo(f"loaderlint: {message}", err=True)
    sys.exit(2)
