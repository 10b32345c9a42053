"""`loaderlint server`: speak with an editor."""

from __future__ import annotations

import click

from loaderlint.cli.common import stop
from loaderlint.cli.extras import how_to_install


@click.command("server")
@click.option("--stdio", is_flag=True, expose_value=False, hidden=True)  # editors say so; there is no other way
def server() -> None:
    """Speak the language server protocol with an editor, over standard input and output."""
    try:
        from loaderlint.server.service import serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("lsprotocol", "pygls"):
            raise
        stop(f"the language server needs pygls: {how_to_install('lsp')}")
    serve()
