"""`loaderlint explain`: what is known of loaders, from where, and why the rest is not."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from loaderlint.cli.common import config_option, isolated_option, no_cache_option, stop

if TYPE_CHECKING:
    from loaderlint.cli.common import GivenSettings
    from loaderlint.explain.told import Loader

_WITH_LINE = re.compile(r"(.+):(\d+)")


@click.command("explain")
@click.argument("targets", nargs=-1, required=True, metavar="TARGET...")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@config_option
@isolated_option
@no_cache_option
def explain(
    targets: tuple[str, ...], output_format: str, config: GivenSettings, *, isolated: bool, no_cache: bool
) -> None:
    """Tell what is known of the loaders in files, folders or at `file.py:12`, from where, and why the rest is not.

    Nothing of the project is imported or run.
    """
    from loaderlint.checking.cache import Cache
    from loaderlint.checking.engine import NOTHING, check_paths
    from loaderlint.checking.remembered import Memory
    from loaderlint.explain import json, text
    from loaderlint.explain.gather import explained
    from loaderlint.projects import Projects
    from loaderlint.settings import ConfigError

    asked = [_target(target) for target in targets]
    paths = tuple(dict.fromkeys(path for path, _ in asked))
    try:
        projects = Projects(paths, isolated=isolated, file=config.file, table=config.table)
        result = check_paths(paths, projects, memory_of=Memory if no_cache else Cache)
    except ConfigError as error:
        stop(str(error))
    explanation = explained(result.loaders, projects, NOTHING)
    troubles = (*result.troubles, *explanation.troubles)
    for trouble in troubles:
        click.echo(f"loaderlint: {trouble.path}: {trouble.message}", err=True)
    for path, line in asked:
        if line is not None and not any(_is_asked_for(loader, path, line) for loader in explanation.loaders):
            stop(f"{path}:{line}: no loader is built on this line; `loaderlint explain {path}` shows all of the file")
    loaders = tuple(loader for loader in explanation.loaders if any(_is_asked_for(loader, *one) for one in asked))
    click.echo((json if output_format == "json" else text).render(loaders), nl=False)
    if not loaders and output_format == "text":
        click.echo("loaderlint: no loader is built there", err=True)
    raise SystemExit(2 if troubles else 0)


def _target(target: str) -> tuple[Path, int | None]:
    """Take the line off `file.py:12`, unless that is the name of a file."""
    match = _WITH_LINE.fullmatch(target)
    if match is None or Path(target).exists():
        return Path(target), None
    return Path(match[1]), int(match[2])


def _is_asked_for(loader: Loader, path: Path, line: int | None) -> bool:
    """Whether a loader is on a line of a file, or in a file or folder of which all is asked for."""
    from loaderlint.text.paths import absolute

    asked, there = absolute(path), absolute(Path(loader.place.path))
    if line is None:
        return asked == there or asked in there.parents
    return asked == there and loader.place.line <= line <= loader.place.end_line
