"""`loaderlint verify`: put what is found on trial."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from loaderlint.cli.common import colour_option, isolated_option, replace_files, rules_option, show, show_diff, stop
from loaderlint.cli.extras import how_to_install
from loaderlint.cli.machine import (
    Progress,
    command_line,
    directory_of,
    machine_options,
    protection_of,
    protection_options,
    stopping,
)

if TYPE_CHECKING:
    from loaderlint.verifying.host.verdict import Trial


@click.command("verify")
@click.argument("target", nargs=-1, metavar="TARGET [-- ARGS]")
@click.option("--entry", multiple=True, metavar="COMMAND", help="A program that builds the loaders of TARGET's files.")
@rules_option("--select", "Only these rules: codes, prefixes or names, with commas; ALL for all.")
@rules_option("--ignore", "Not these rules.")
@click.option("--fix", is_flag=True, help="Write the fixes that were confirmed, and no others.")
@click.option("--diff", is_flag=True, help="Show the fixes that were confirmed, and write nothing.")
@click.option("--fail-on", type=click.Choice(["advice", "warning", "error"]), help="Lowest severity for exit status 1.")
@click.option("--output-format", type=click.Choice(["full", "json"]), default="full", show_default=True)
@colour_option
@click.option("--budget", type=click.FloatRange(min=1), default=300, show_default=True, help="Seconds, for everything.")
@machine_options
@protection_options
@click.option("--target-torch", metavar="RANGE", help="Torch versions to check for, such as `2.1` or `>=1.9`.")
@click.option("--preset", type=click.Choice(["training", "debugging", "reproducible"]), help="Recommended settings.")
@isolated_option
@click.option(
    "--ranks",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Run the program on this many ranks, through torch.distributed.run, and compare them.",
)
@click.option("-v", "--verbose", is_flag=True, help="If a loader hangs, show where every process was.")
@click.option("--report", type=click.Path(path_type=Path, dir_okay=False), metavar="PATH", help="Write an HTML page.")
def verify(
    target: tuple[str, ...],
    entry: tuple[str, ...],
    *,
    fix: bool,
    diff: bool,
    output_format: str,
    report: Path | None,
    budget: float,
    launcher: tuple[str, ...],
    python: str,
    ranks: int,
    isolated: bool,
    verbose: bool,
    **settings: Any,
) -> None:
    """Test what `check` finds: run your own program up to the loaders with findings, and experiment on them.

    TARGET is a script or notebook, a module (`pkg.train`) or a callable (`pkg.data:make_loader`), run with ARGS. With
    --entry, or with `entry` in the settings and a directory for TARGET, TARGET is what to check, and the entries are
    run. To test a fix, the program may run again with the fixed source, which is not written. What the program writes
    is thrown away, and what it starts is ended. It trains only until the last loader with findings is built.

    With --launcher, the other machine needs Python 3.10 or later, torch, and the files at the same path, but not
    loaderlint. The time until it starts counts towards --budget.

    Each verdict is printed at once; Ctrl-C keeps those that are there.

    \b
    Exit status: 0 no problem was shown, 1 one was, at or above --fail-on, and is not fixed, 2 an error, or the program
    failed before it built any of the loaders.
    """  # noqa: D301 - click takes a backspace for a paragraph that keeps its lines
    try:
        from loaderlint.verifying.host import page, trial, view
    except ImportError as error:
        stop(f"verify needs more than the linter (no module named {error.name}): {how_to_install('verify')}")
    from loaderlint.checking.engine import check_paths
    from loaderlint.config import with_options
    from loaderlint.fixing.fix import fix_together
    from loaderlint.projects import Projects
    from loaderlint.settings import ConfigError
    from loaderlint.verifying.host.target import TargetError, find_programs

    deadline = time.monotonic() + budget
    directory = directory_of(target, entry)
    projects = Projects(
        (directory,),
        isolated=isolated,
        # What a finding claims goes by the severity that its rule gives it.
        over=lambda config: replace(with_options(config, **settings), severity=()),
    )
    try:
        config = projects.of(directory)
        programs, paths = find_programs(target, entry, config.entry, config.root)
        result = check_paths(paths, projects)
    except (ConfigError, TargetError) as error:
        stop(str(error))
    if not (result.findings or entry or Path(*target[:1]).is_dir()):
        others = f" and {len(paths) - 1} more that it imports" if len(paths) > 1 else ""
        how = "to check others, name their folder, and the program with --entry"
        click.echo(f"loaderlint: nothing was found in {paths[0]}{others}; {how}", err=True)
    for trouble in result.troubles:
        click.echo(f"loaderlint: {trouble.path}: {trouble.message}", err=True)
    with stopping(launcher, python), Progress() as tell:
        besides = page.BESIDES if report else {}

        def fallen(one: Trial) -> None:
            if output_format == "full":
                tell.print(view.as_text(one, stacks=verbose))

        setting = trial.Setting(
            python,
            Path.cwd(),
            deadline,
            lambda event: tell(view.progress(event)),
            besides,
            launcher,
            ranks,
            protection_of(config),
            fallen=fallen,
        )
        outcome = trial.put_on_trial(
            result.findings, programs, setting, lambda chosen: fix_together(result, chosen, Path.read_bytes)
        )
    click.echo(view.as_document(outcome) if output_format == "json" else view.summary(outcome), nl=False)
    if report:
        show(page.as_page(outcome, command_line()), report)
    if outcome.interrupted:
        raise KeyboardInterrupt
    if outcome.fixed is not None:
        if diff:
            show_diff(outcome.fixed)
        elif fix:
            replace_files(outcome.fixed)
            click.echo(view.written(outcome), nl=False, err=True)
    sys.exit(2 if result.troubles or outcome.is_failure else int(outcome.fails(projects.fails, fixed=fix)))
