"""The command line: the only part that prints or exits, a module for each command.

Exit status: 0 nothing found, 1 findings at or above `--fail-on`, 2 a usage, configuration or internal error, or a file
that could not be read or not be checked in full; 130 where the user interrupts and 141 where nobody reads on, as of any
program that the signal ends. Everything heavy is imported by the command that needs it, so that `--help` is instant.
"""

from __future__ import annotations

import io
import os
import sys
import traceback
from typing import TYPE_CHECKING, Any

import click

from loaderlint.cli.check import check
from loaderlint.cli.clean import clean
from loaderlint.cli.common import ending_well, stop
from loaderlint.cli.demo import demo
from loaderlint.cli.explain import explain
from loaderlint.cli.rule import rule
from loaderlint.cli.schema import schema
from loaderlint.cli.server import server
from loaderlint.cli.tune import tune
from loaderlint.cli.verify import verify
from loaderlint.version import __version__

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class _DefaultGroup(click.Group):
    """A group whose command `check` may be left out: `loaderlint src/`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        is_own = args and (args[0] in self.commands or args[0] in ("--help", "-h", "--version"))
        completes_first = not args and ctx.resilient_parsing
        return super().parse_args(ctx, args if is_own or completes_first else ["check", *args])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Offer for the first word what may stand there: a command, or what `check` takes."""
        check = self.commands["check"]
        within = click.Context(check, ctx, info_name="check", resilient_parsing=True)
        offered = super().shell_complete(ctx, incomplete) + check.shell_complete(within, incomplete)
        paths = next(p for p in check.params if p.name == "paths")
        return offered or paths.shell_complete(within, incomplete)

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        """Take the command line in, which may show help and be done."""
        with ending_well():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what ends it from outside is not left to click, which exits with 1, as findings do."""
        with ending_well():
            return super().invoke(ctx)

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run, with what no other handler took told apart from findings, which exit with 1."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(
                    errors="backslashreplace"
                )  # a terminal that cannot show a character still shows the rest
        try:
            return super().main(*args, **kwargs)
        except Exception:
            traceback.print_exc()
            stop("internal error, please report it")


@click.group(cls=_DefaultGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="loaderlint")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Find what goes wrong between a PyTorch DataLoader, its dataset and its workers.

    `loaderlint [PATHS]` is short for `loaderlint check [PATHS]`; `loaderlint check --help` lists its options.
    """
    # Every command goes by these, unless its `--color` says otherwise; else a terminal gets colour, and nothing else.
    if os.environ.get("NO_COLOR"):
        ctx.color = False
    elif os.environ.get("FORCE_COLOR"):
        ctx.color = True


for command in (check, clean, demo, explain, rule, schema, server, tune, verify):
    main.add_command(command)
