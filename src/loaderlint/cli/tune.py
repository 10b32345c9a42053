"""`loaderlint tune`: measure a loader with other settings."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from loaderlint.cli.common import isolated_option, replace_files, show, stop
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
    from loaderlint.checking.engine import Result


class StepTime(click.ParamType[float]):
    """A time as people write it, in seconds: `80ms`, `0.2s`, `0`."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the seconds."""
        found = re.fullmatch(r"(\d+\.?\d*|\.\d+)\s*(ms|s)?", str(value).strip())
        if found is None or (found[2] is None and float(found[1])):
            self.fail(f"{value!r} is no time: write it as in 80ms or 0.2s", param, ctx)
        return float(found[1]) / (1000 if found[2] == "ms" else 1)


@click.command("tune")
@click.argument("target", nargs=-1, required=True, metavar="TARGET [-- ARGS]")
@click.option("--fix", is_flag=True, help="Write the setting that is recommended.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and write nothing.")
@click.option("--output-format", type=click.Choice(["full", "json"]), default="full", show_default=True)
@click.option(
    "--budget", type=click.FloatRange(min=1), default=120, show_default=True, help="Seconds of the search, per loader."
)
@click.option(
    "--step-time", type=StepTime(), help="What training takes over a batch (80ms, 0.2s); else it is measured."
)
@machine_options
@protection_options
@isolated_option
@click.option("--report", type=click.Path(path_type=Path, dir_okay=False), metavar="PATH", help="Write an HTML page.")
def tune(
    target: tuple[str, ...],
    *,
    fix: bool,
    diff: bool,
    output_format: str,
    report: Path | None,
    budget: float,
    step_time: float | None,
    launcher: tuple[str, ...],
    python: str,
    isolated: bool,
    **settings: Any,
) -> None:
    """Measure your own loader with other settings, and recommend the cheapest with which training waits least.

    TARGET is a script or notebook, a module (`pkg.train`) or a callable (`pkg.data:make_loader`), run with ARGS. It
    trains for some seconds on a few batches that are kept in memory, so that the time of a step is known, or give that
    with --step-time. What the program writes is thrown away, and what it starts is ended. Settings are num_workers,
    prefetch_factor, persistent_workers and, with a GPU and a step of 0, pin_memory.

    \b
    Exit status: 0 the settings are fine as they are, 1 others are recommended and not written, 2 an error, or nothing
    could be measured.
    """  # noqa: D301 - click takes a backspace for a paragraph that keeps its lines
    try:
        from loaderlint.tune import loaders, page, tuning, view
    except ImportError as error:
        stop(f"tune needs more than the linter (no module named {error.name}): {how_to_install('verify')}")
    from loaderlint.checking.discover import discover
    from loaderlint.checking.engine import check_projects
    from loaderlint.checking.remembered import Memory
    from loaderlint.config import with_options
    from loaderlint.fixing.fix import fix_together
    from loaderlint.projects import Projects
    from loaderlint.report import fixes
    from loaderlint.settings import ConfigError
    from loaderlint.text.paths import shown
    from loaderlint.verifying.host.target import TargetError, find_programs
    from loaderlint.verifying.host.trial import Setting
    from loaderlint.verifying.host.view import progress

    try:
        directory = directory_of(target, ())
        projects = Projects((directory,), isolated=isolated, over=lambda config: with_options(config, **settings))
        config = projects.of(directory)
        programs, paths = find_programs(target, (), (), config.root)
    except (ConfigError, TargetError) as error:
        stop(str(error))
    found = loaders.find(paths, config)
    deadline = time.monotonic() + tuning.START + 2 * budget * (len(found) + 1)
    with stopping(launcher, python), Progress() as tell:
        setting = Setting(
            python,
            Path.cwd(),
            deadline,
            lambda event: tell(progress(event)),
            launcher=launcher,
            protection=protection_of(config),
            step=step_time,
        )
        outcome = tuning.tune(programs[0], paths[0], found, setting, budget)
    memory = Memory(config.with_all_rules())
    files, missing = discover(paths, Projects((directory,), over=lambda _: memory.config))

    def check(texts: Mapping[Path, bytes]) -> Result:
        return check_projects(files, missing, texts=texts, memory_of=lambda _: memory)

    better = [tuned.finding for tuned in outcome.tuned if tuned.finding and tuned.finding.fix]
    if better:
        outcome.take(fix_together(check({}), better, Path.read_bytes, check))
    click.echo(view.as_document(outcome) if output_format == "json" else view.as_text(outcome), nl=False)
    if report:
        show(page.as_page(outcome, command_line()), report)
    if outcome.fixed is not None and diff:
        show(fixes.diff(outcome.fixed), None)
    elif outcome.fixed is not None and fix:
        replace_files(outcome.fixed)
        click.echo(f"wrote {', '.join(shown(path) for path in sorted(outcome.fixed.texts))}", err=True)
    sys.exit(2 if outcome.is_failure else int(outcome.recommends(written=fix and not diff)))
