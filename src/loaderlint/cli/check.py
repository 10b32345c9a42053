"""`loaderlint check`, the default: find, fix and silence."""

from __future__ import annotations

import gc
import json
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from loaderlint.cli.common import (
    cache_dir_option,
    colour_option,
    config_option,
    isolated_option,
    no_cache_option,
    patterns_option,
    rules_option,
    show,
    show_diff,
    stop,
    write,
)
from loaderlint.finding import Severity
from loaderlint.report import FORMATS, STATISTICS_FORMATS, count, render

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

    from loaderlint.checking.discover import ProjectFiles
    from loaderlint.checking.engine import Result
    from loaderlint.cli.common import GivenSettings
    from loaderlint.config import Config


_SEVERITIES = [severity.value for severity in Severity]


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@rules_option("--select", "Only these rules: codes, prefixes or names, with commas; ALL for all.")
@rules_option("--extend-select", "These rules in addition to those that are selected.")
@rules_option("--ignore", "Not these rules.")
@patterns_option(
    "--exclude", "Leave out files that match these .gitignore patterns, with commas, instead of the default ones."
)
@patterns_option("--extend-exclude", "Leave out files that match these patterns, too.")
@click.option("--fix", is_flag=True, help="Apply safe fixes.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: also fixes that may change what is computed.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and write nothing.")
@click.option("--add-ignore", is_flag=True, help="Silence all findings by comments on their lines.")
@click.option(
    "--baseline",
    "baseline_file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Leave out the findings that are known from this file.",
)
@click.option("--update-baseline", is_flag=True, help="Write the findings to the file of --baseline.")
@click.option("--fail-on", type=click.Choice(_SEVERITIES), help="Lowest severity for exit status 1.")
@click.option(
    "--min-severity",
    type=click.Choice(_SEVERITIES),
    help="Lowest severity that is shown, in any format; the exit status depends on --fail-on.",
)
@click.option("-q", "--quiet", is_flag=True, help="Hide advice: short for --min-severity warning.")
@click.option("-v", "--verbose", is_flag=True, help="Show advice with its code, as errors and warnings are.")
@click.option("--output-format", type=click.Choice(FORMATS), default="full", show_default=True)
@click.option(
    "--output-file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="PATH",
    help="Write there instead of to standard output.",
)
@colour_option
@click.option("--statistics", is_flag=True, help="Count findings by rule instead of showing them; as JSON, too.")
@click.option("--force-exclude", is_flag=True, help="Leave excluded files out even if they are named, as hooks do.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if there are findings.")
@click.option("--target-torch", metavar="RANGE", help="Torch versions to check for, such as `2.1` or `>=1.9`.")
@click.option("--preset", type=click.Choice(["training", "debugging", "reproducible"]), help="Recommended settings.")
@config_option
@isolated_option
@click.option(
    "--stdin-filename", type=click.Path(path_type=Path), metavar="PATH", help="Check standard input as this file."
)
@no_cache_option
@cache_dir_option
@click.option(
    "--jobs", type=click.IntRange(min=1), metavar="N", help="Processes to use; by default as many as save time."
)
@click.option("--watch", is_flag=True, help="Check again whenever a file changes, until Ctrl-C.")
@click.option("--show-files", is_flag=True, help="Show the files that would be checked, and check nothing.")
@click.option("--show-settings", is_flag=True, help="Show the settings and where they come from, and check nothing.")
def check(
    paths: tuple[Path, ...],
    output_format: str,
    output_file: Path | None,
    *,
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    add_ignore: bool,
    baseline_file: Path | None,
    update_baseline: bool,
    min_severity: str | None,
    quiet: bool,
    verbose: bool,
    statistics: bool,
    force_exclude: bool,
    exit_zero: bool,
    config: GivenSettings,
    isolated: bool,
    stdin_filename: Path | None,
    no_cache: bool,
    jobs: int | None,
    watch: bool,
    show_files: bool,
    show_settings: bool,
    **settings: Any,
) -> None:
    """Check files and directories (default: the current one). Nothing of a project is imported or run."""
    gc.disable()  # what is loaded and found stays, and the process ends soon: to look for garbage takes far too long

    from loaderlint.checking.cache import Cache
    from loaderlint.checking.discover import discover, is_excluded
    from loaderlint.checking.engine import check_projects
    from loaderlint.checking.remembered import Memory
    from loaderlint.config import with_options
    from loaderlint.fixing.fix import Files, Fixed, fix_all
    from loaderlint.fixing.silence import silence_all
    from loaderlint.projects import Projects
    from loaderlint.report.baseline import BaselineError, read_baseline
    from loaderlint.report.sources import Sources
    from loaderlint.settings import ConfigError
    from loaderlint.text.paths import absolute, shown

    from_stdin = stdin_filename is not None or paths == (Path("-"),)
    if add_ignore and (fix or diff):
        stop("--add-ignore silences what is found; fix first, then run it by itself")
    if update_baseline and (baseline_file is None or fix or diff or add_ignore):
        stop("--update-baseline goes with --baseline, and changes nothing else")
    if unsafe_fixes and not (fix or diff):
        stop("--unsafe-fixes goes with --fix or --diff")
    if quiet and min_severity:
        stop("-q is short for --min-severity warning; give one of them")
    if statistics and output_format not in STATISTICS_FORMATS:
        stop(f"--statistics goes with --output-format {', '.join(STATISTICS_FORMATS)}, not with {output_format}")
    if from_stdin and force_exclude:
        stop("--force-exclude is about PATHS, not about standard input")
    if from_stdin and paths not in ((), (Path("-"),)):
        stop("--stdin-filename reads standard input; leave PATHS out")
    if watch and from_stdin:
        stop("--watch is about PATHS, not about standard input")
    targets = (stdin_filename or Path("stdin.py"),) if from_stdin else paths or (Path(),)
    try:
        projects = Projects(
            targets, isolated=isolated, file=config.file, table=config.table, over=lambda c: with_options(c, **settings)
        )
        configs = {config.root: config for config in map(projects.of, targets)}
        if show_settings:
            click.echo("".join(map(_settings, configs.values())), nl=False)
            return
        if watch:
            from loaderlint.cli.watch import check_again_and_again

            arguments = [word for word in sys.argv[1:] if word != "--watch"]
            arguments = arguments[1:] if arguments[:1] == ["check"] else arguments
            check_again_and_again(arguments, configs, filter(None, (output_file, baseline_file)))
        if force_exclude:
            targets = tuple(path for path in targets if not is_excluded(path, projects.of(path)))
        given = {absolute(targets[0]): sys.stdin.buffer.read()} if from_stdin else {}
        found, missing = discover(targets, projects, given)
        known = read_baseline(baseline_file, anew=update_baseline) if baseline_file else None
    except (ConfigError, BaselineError) as error:
        stop(str(error))

    if show_files:
        click.echo("".join(f"{shown(path)}\n" for project in found for path in project.named), nl=False)
        for trouble in missing:
            click.echo(f"loaderlint: {trouble.path}: {trouble.message}", err=True)
        sys.exit(2 if missing else 0)
    by_all_rules = [replace(project, config=project.config.with_all_rules()) for project in found]
    kind = Memory if no_cache else Cache
    memories = {each.config.root: kind(each.config) for each in (by_all_rules if fix or diff else found)}

    def run(texts: Mapping[Path, bytes], found: Sequence[ProjectFiles] = found) -> Result:
        with _bar() as progress:
            return check_projects(
                found,
                missing,
                jobs=jobs,
                texts={**given, **texts},
                memory_of=lambda config: memories[config.root],
                progress=progress,
            )

    def read(path: Path) -> bytes:
        return given[absolute(path)] if absolute(path) in given else path.read_bytes()

    def sources(texts: Mapping[Path, bytes]) -> Sources:
        return Sources(lambda path: texts.get(absolute(path)) or read(path))

    def new(texts: Mapping[Path, bytes]) -> Result:
        return known.new(run(texts), sources(texts)) if known else run(texts)

    files = Files(read, new if known else run, run if by_all_rules == found else lambda texts: run(texts, by_all_rules))
    if fix or diff or add_ignore:
        gc.enable()  # these check again and again
    if fix or diff:
        fixed = fix_all(files, unsafe=unsafe_fixes)
    elif add_ignore:
        fixed = silence_all(files)
    else:
        whole = run({})
        result = known.new(whole, sources({})) if known and not update_baseline else whole
        fixed = Fixed(result, result)
    gc.freeze()  # nor is there anything to be looked for at its end
    for trouble in fixed.result.troubles:
        click.echo(f"loaderlint: {trouble.path}: {trouble.message}", err=True)
    if not fixed.result.checked and not fixed.result.troubles:
        click.echo(
            "loaderlint: 0 files checked: all .py and .ipynb files there, if any, are excluded or ignored by git",
            err=True,
        )
    if known and not (fix or diff or add_ignore):
        checked = [path for project in found for path in project.named]
        if update_baseline and not whole.troubles:
            known = known.updated(whole, sources({}), checked)
            show(known.as_json(), known.file)
            click.echo(f"wrote {known.file}: {len(known.known)} in all", err=True)
            return
        click.echo(known.summary(whole, result, sources({}), checked), nl=False, err=True)
    if diff:
        show_diff(fixed, output_file)
        sys.exit(2 if fixed.result.troubles else int(bool(fixed.texts) and not exit_zero))
    if fix or add_ignore:
        write(fixed, next(iter(given.values()), None), "fixed" if fix else "silenced")
        for memory in memories.values():
            memory.save()  # what was checked last are mostly the files as they are now
    if not from_stdin or output_file or not (fix or add_ignore):
        width = None if output_file else shutil.get_terminal_size((0, 0)).columns or None
        least = Severity(min_severity or ("warning" if quiet else "advice"))
        if statistics:
            text = count(output_format, fixed.result, least=least)
        else:
            text = render(output_format, fixed.result, sources(fixed.texts), width, least=least, verbose=verbose)
        show(text, output_file)
    sys.exit(2 if fixed.result.troubles else int(any(map(projects.fails, fixed.result.findings)) and not exit_zero))


@contextmanager
def _bar() -> Iterator[Callable[[int, int], None]]:
    """Give a function that shows how far a run is, on a terminal, if it takes longer than a second."""
    started = time.monotonic()
    with ExitStack() as stack:
        bars: list[ProgressBar[int]] = []

        def progress(done: int, of: int) -> None:
            if not bars and done < of and time.monotonic() > started + 1 and sys.stderr.isatty():
                bars.append(stack.enter_context(click.progressbar(length=of, label="checking", file=sys.stderr)))
            for bar in bars:
                bar.update(done - bar.pos)

        yield progress


def _settings(config: Config) -> str:
    from loaderlint.checking.cache import directory_of
    from loaderlint.config import as_written

    values = {
        "root": config.root.as_posix(),
        "root-from": config.root_from,
        "settings-from": config.origin.as_posix() if config.origin else "defaults",
        "cache": directory_of(config).as_posix(),
        "target-torch-from": config.target_torch.origin,
        "requires-python": config.requires_python,
        **as_written(config),
    }
    return json.dumps(values, indent=2) + "\n"
