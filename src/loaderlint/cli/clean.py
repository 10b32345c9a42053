"""`loaderlint clean`: remove the cache."""

from __future__ import annotations

from pathlib import Path

import click

from loaderlint.cli.common import cache_dir_option, stop


@click.command("clean")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@cache_dir_option
def clean(paths: tuple[Path, ...], cache_dir: str | None) -> None:
    """Remove what is remembered of the projects that PATHS (default: the current directory) belong to."""
    from loaderlint.checking import cache
    from loaderlint.config import with_options
    from loaderlint.projects import Projects
    from loaderlint.settings import ConfigError

    paths = paths or (Path(),)
    projects = Projects(paths, over=lambda config: with_options(config, cache_dir=cache_dir))
    try:
        configs = {config.root: config for config in map(projects.of, paths)}
        removed = [cache.directory_of(config) for _, config in sorted(configs.items()) if cache.clean(config)]
    except (ConfigError, OSError) as error:
        stop(str(error))
    click.echo("\n".join(f"removed {directory}" for directory in removed) or "nothing to remove")
