"""`loaderlint schema`: describe the settings to editors."""

from __future__ import annotations

import json

import click


@click.command("schema")
def schema() -> None:
    """Print the JSON schema of `loaderlint.toml`, with which editors check and complete it."""
    from loaderlint.config import schema

    click.echo(json.dumps(schema(), indent=2))
