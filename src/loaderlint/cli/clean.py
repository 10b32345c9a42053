"""`loaderlint clean`: remove the cache."""

from __future__ import annotations

from pathlib import Path

import click

from loaderlint.cli.common import stop


@click.command("clean")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
def clean(paths: tuple[Path, ...]) -> None:
    """Remove what is remembered of the project that PATHS (default: the current directory) belong to."""
    from loaderlint.checking import cache
    from loaderlint.config import ConfigError, load_config

    try:
        root = load_config(paths or (Path(),), isolated=True).root
        removed = cache.clean(root)
    except (ConfigError, OSError) as error:
        stop(str(error))
    click.echo(f"removed {root / cache.NAME}" if removed else "nothing to remove")
