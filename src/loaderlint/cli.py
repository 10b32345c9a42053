"""The command line: the only module that prints or exits.

Exit status: 0 nothing found, 1 findings at or above `--fail-on`, 2 a usage, configuration or internal error, or a file
that could not be read. Everything heavy is imported by the command that needs it, so that `--help` is instant.
"""

from __future__ import annotations

import gc
import io
import json
import os
import re
import shlex
import shutil
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from loaderlint import __version__
from loaderlint.report import FORMATS, render

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar
    from click.shell_completion import CompletionItem

    from loaderlint.config import Config
    from loaderlint.engine import Result
    from loaderlint.fix import Fixed
    from loaderlint.rule import Rule


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
            _stop("internal error, please report it")


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


def _codes(_ctx: click.Context, _param: click.Parameter, value: str | None) -> tuple[str, ...] | None:
    return None if value is None else tuple(code.strip() for code in value.split(",") if code.strip())


def _colour(ctx: click.Context, _param: click.Parameter, value: str) -> None:
    if value != "auto":
        ctx.color = value == "always"


_colour_option = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    callback=_colour,
    expose_value=False,
    help="Whether to use colour; NO_COLOR and FORCE_COLOR change what `auto` does.",
)


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--select", callback=_codes, metavar="CODES", help="Only these rules: codes, prefixes or names, with commas."
)
@click.option("--ignore", callback=_codes, metavar="CODES", help="Not these rules.")
@click.option("--fix", is_flag=True, help="Apply safe fixes.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: fixes too that may change what is computed.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and write nothing.")
@click.option("--add-ignore", is_flag=True, help="Silence what is found, by comments on its lines.")
@click.option("--fail-on", type=click.Choice(["advice", "warning", "error"]), help="Least severity for exit status 1.")
@click.option("--output-format", type=click.Choice(FORMATS), default="full", show_default=True)
@click.option(
    "--output-file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="PATH",
    help="Write there instead of to standard output.",
)
@_colour_option
@click.option("--statistics", is_flag=True, help="Count findings by rule instead of showing them.")
@click.option("--force-exclude", is_flag=True, help="Leave excluded files out even if they are named, as hooks do.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if there are findings.")
@click.option("--target-torch", metavar="RANGE", help="Torch versions to check for, such as `2.1` or `>=1.9`.")
@click.option("--preset", type=click.Choice(["training", "debugging", "reproducible"]), help="Recommended settings.")
@click.option(
    "--config",
    "config_file",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Read [tool.loaderlint] from this file instead of the project's pyproject.toml.",
)
@click.option("--isolated", is_flag=True, help="Do not read [tool.loaderlint] from pyproject.toml.")
@click.option(
    "--stdin-filename", type=click.Path(path_type=Path), metavar="PATH", help="Check standard input as this file."
)
@click.option("--no-cache", is_flag=True, help="Neither use nor write what is remembered in .loaderlint_cache.")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Processes to use; by default as many as pay.")
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
    statistics: bool,
    force_exclude: bool,
    exit_zero: bool,
    config_file: Path | None,
    isolated: bool,
    stdin_filename: Path | None,
    no_cache: bool,
    jobs: int | None,
    show_settings: bool,
    **settings: Any,
) -> None:
    """Check files and directories (default: the current one). Nothing of the project is imported or run."""
    from loaderlint.config import ConfigError, load_config, with_options
    from loaderlint.discover import is_excluded
    from loaderlint.engine import check_paths, check_text
    from loaderlint.fix import Files, Fixed, fix_all, silence_all
    from loaderlint.paths import absolute
    from loaderlint.report.sources import Sources

    from_stdin = stdin_filename is not None or paths == (Path("-"),)
    if add_ignore and (fix or diff):
        _stop("--add-ignore silences what is found; fix first, then run it by itself")
    if unsafe_fixes and not (fix or diff):
        _stop("--unsafe-fixes goes with --fix or --diff")
    if from_stdin and force_exclude:
        _stop("--force-exclude is about PATHS, not about standard input")
    if from_stdin and paths not in ((), (Path("-"),)):
        _stop("--stdin-filename reads standard input; leave PATHS out")
    targets = (stdin_filename or Path("stdin.py"),) if from_stdin else paths or (Path(),)
    try:
        config = with_options(load_config(targets, isolated=isolated, file=config_file), **settings)
    except ConfigError as error:
        _stop(str(error))
    if show_settings:
        click.echo(_settings(config), nl=False)
        return
    if force_exclude:
        targets = tuple(path for path in targets if not is_excluded(path, config))

    stdin = sys.stdin.buffer.read() if from_stdin else None

    def run(texts: Mapping[Path, bytes], settings: Config = config) -> Result:
        if stdin is None:
            with _bar() as progress:
                return check_paths(targets, settings, jobs=jobs, texts=texts, cached=not no_cache, progress=progress)
        return check_text(next(iter(texts.values()), stdin), targets[0], settings)

    def read(path: Path) -> bytes:
        return path.read_bytes() if stdin is None or absolute(path) != absolute(targets[0]) else stdin

    everything = config.with_all_rules()
    files = Files(read, run, run if everything == config else lambda texts: run(texts, everything))
    if fix or diff:
        fixed = fix_all(files, unsafe=unsafe_fixes)
    elif add_ignore:
        fixed = silence_all(files)
    else:
        result = run({})
        fixed = Fixed(result, result)
    gc.freeze()  # the process ends soon: to tell what is left from garbage by then takes a third of the time
    for trouble in fixed.result.troubles:
        click.echo(f"loaderlint: {trouble.path}: {trouble.message}", err=True)
    if diff:
        _show_diff(fixed, output_file)
        sys.exit(2 if fixed.result.troubles else int(bool(fixed.texts) and not exit_zero))
    if fix or add_ignore:
        _write(fixed, stdin, "fixed" if fix else "silenced")
    if stdin is None or output_file or not (fix or add_ignore):
        width = None if output_file else shutil.get_terminal_size((0, 0)).columns or None
        style = "statistics" if statistics else output_format
        sources = Sources(lambda path: fixed.texts.get(absolute(path)) or read(path))
        _show(render(style, fixed.result, sources, width), output_file)
    sys.exit(2 if fixed.result.troubles else int(fixed.result.fails(config.fail_on) and not exit_zero))


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


def _show_diff(fixed: Fixed, file: Path | None = None) -> None:
    from loaderlint.report import fixes

    _show(fixes.diff(fixed), file)
    click.echo(fixes.summary(fixed, "would fix"), nl=False, err=True)


def _write(fixed: Fixed, stdin: bytes | None, verb: str) -> None:
    """Write what was fixed: to its files, or to standard output if it came from standard input."""
    from loaderlint.report import fixes

    if stdin is not None:
        sys.stdout.buffer.write(next(iter(fixed.texts.values()), stdin))
    else:
        _replace_files(fixed)
    click.echo(fixes.summary(fixed, verb), nl=False, err=True)


def _replace_files(fixed: Fixed) -> None:
    from loaderlint.fix import write

    for path, text in sorted(fixed.texts.items()):
        try:
            write(path, fixed.before[path], text)
        except OSError as error:
            _stop(f"{path}: cannot be written: {error.strerror}")


def _show(text: str, file: Path | None) -> None:
    """Write to standard output, or to a file, which is no terminal and so gets colour only if that was asked for."""
    if file is None:
        click.echo(text, nl=False)
        return
    from loaderlint.replace import replace_file

    coloured = click.get_current_context().color
    try:
        replace_file(file, (text if coloured else click.unstyle(text)).encode(errors="backslashreplace"))
    except OSError as error:
        _stop(f"{file}: cannot be written: {error.strerror}")


def _settings(config: Config) -> str:
    values: dict[str, Any] = {
        "root": config.root.as_posix(),
        "settings-from": config.origin.as_posix() if config.origin else "defaults",
        "select": config.select,
        "ignore": config.ignore,
        "per-file-ignores": dict(config.per_file_ignores),
        "exclude": config.exclude,
        "extend-exclude": config.extend_exclude,
        "fail-on": config.fail_on.value,
        "target-torch": config.target_torch.specifier,
        "target-torch-from": config.target_torch.origin,
        "preset": config.preset,
        "fixable": config.fixable,
        "unfixable": config.unfixable,
        "extend-safe-fixes": config.extend_safe_fixes,
        "entry": config.entry,
    }
    return json.dumps(values, indent=2) + "\n"


def _machine_options(command: Callable[..., None]) -> Callable[..., None]:
    """Where a program is run: the words of `--launcher`, and the interpreter there."""

    def words(_ctx: click.Context, _param: click.Parameter, value: str | None) -> tuple[str, ...]:
        try:
            return tuple(shlex.split(value or ""))
        except ValueError as error:
            raise click.BadParameter(str(error)) from None

    def interpreter(ctx: click.Context, _param: click.Parameter, value: str | None) -> str:
        if not ctx.params["launcher"]:
            return value or sys.executable
        if value and not re.fullmatch(r"[\w@%+=:,./-]+", value):
            raise click.BadParameter("behind a launcher, it is one word that a shell leaves as it is")
        return value or "python3"

    launcher = click.option(
        "--launcher",
        callback=words,
        is_eager=True,
        metavar="COMMAND",
        help="Run the program elsewhere, by a command such as 'srun --gres=gpu:1', 'ssh gpu01' or 'bash -c'.",
    )
    python = click.option(
        "--python",
        callback=interpreter,
        metavar="PATH",
        help="The interpreter that runs the program: by default this one, and python3 behind a launcher.",
    )
    return launcher(python(command))


@main.command("verify")
@click.argument("target", nargs=-1, metavar="TARGET [-- ARGS]")
@click.option("--entry", multiple=True, metavar="COMMAND", help="A program that builds the loaders of TARGET's files.")
@click.option("--select", callback=_codes, metavar="CODES", help="Only these rules: codes, prefixes or names.")
@click.option("--ignore", callback=_codes, metavar="CODES", help="Not these rules.")
@click.option("--fix", is_flag=True, help="Write the fixes that were confirmed, and no others.")
@click.option("--diff", is_flag=True, help="Show the fixes that were confirmed, and write nothing.")
@click.option("--fail-on", type=click.Choice(["advice", "warning", "error"]), help="Least severity for exit status 1.")
@click.option("--output-format", type=click.Choice(["full", "json"]), default="full", show_default=True)
@_colour_option
@click.option("--budget", type=click.FloatRange(min=1), default=300, show_default=True, help="Seconds, for everything.")
@_machine_options
@click.option("--target-torch", metavar="RANGE", help="Torch versions to check for, such as `2.1` or `>=1.9`.")
@click.option("--preset", type=click.Choice(["training", "debugging", "reproducible"]), help="Recommended settings.")
@click.option("--isolated", is_flag=True, help="Do not read [tool.loaderlint] from pyproject.toml.")
@click.option(
    "--ranks",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Run the program on so many ranks, through torch.distributed.run, and compare them.",
)
@click.option("--report", type=click.Path(path_type=Path, dir_okay=False), metavar="PATH", help="Write a page of HTML.")
def verify_command(
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
    **settings: Any,
) -> None:
    """Put what `check` finds on trial: run your own program up to the loaders in question, and try them.

    TARGET is a script or notebook, a module (`pkg.train`) or a callable (`pkg.data:make_loader`), run with ARGS. With
    --entry, or with `entry` in pyproject.toml and a directory for TARGET, it is what to check, and the entries are run.
    The program is stopped before it trains. With a fix, it runs again with the fixed source, which is not written.

    Behind a --launcher, the other side needs Python 3.10 or later, torch, and the files at the same path, but not
    loaderlint. The time until it starts counts towards --budget.

    \b
    Exit status: 0 nothing was confirmed, 1 a finding was, at or above --fail-on, and is not fixed, 2 an error, or the
    program failed before it built any of the loaders.
    """  # noqa: D301 - click takes a backspace for a paragraph that keeps its lines
    try:
        from loaderlint.verify import page, trial, view
    except ImportError as error:
        _stop(f"verify needs more than the linter (no module named {error.name}): pip install 'loaderlint[verify]'")
    from loaderlint.config import ConfigError, load_config, with_options
    from loaderlint.engine import check_paths
    from loaderlint.fix import fix_together
    from loaderlint.verify.launcher import LaunchError
    from loaderlint.verify.target import TargetError, find_programs

    deadline = time.monotonic() + budget
    try:
        config = with_options(load_config((_directory_of(target, entry),), isolated=isolated), **settings)
        programs, paths = find_programs(target, entry, config.entry, config.root)
    except (ConfigError, TargetError) as error:
        _stop(str(error))
    result = check_paths(paths, config)
    for trouble in result.troubles:
        click.echo(f"loaderlint: {trouble.path}: {trouble.message}", err=True)
    try:
        with _progress() as tell:
            besides = page.BESIDES if report else {}
            setting = trial.Setting(
                python, Path.cwd(), deadline, lambda event: tell(view.progress(event)), besides, launcher, ranks
            )
            outcome = trial.put_on_trial(
                result.findings, programs, setting, lambda chosen: fix_together(result, chosen, Path.read_bytes)
            )
    except LaunchError as error:
        _stop(str(error))
    except OSError as error:
        _stop(f"{launcher[0] if launcher else python}: {error.strerror or error}")
    except KeyboardInterrupt:
        _stop("interrupted")
    click.echo(view.as_document(outcome) if output_format == "json" else view.as_text(outcome), nl=False)
    if report:
        _show(page.as_page(outcome, _command()), report)
    if outcome.fixed is not None:
        if diff:
            _show_diff(outcome.fixed)
        elif fix:
            _write(outcome.fixed, None, "fixed")
    sys.exit(2 if result.troubles or outcome.is_failure else int(outcome.fails(config.fail_on, fixed=fix)))


@main.command("tune")
@click.argument("target", nargs=-1, required=True, metavar="TARGET [-- ARGS]")
@click.option("--fix", is_flag=True, help="Write the setting that is recommended.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and write nothing.")
@click.option("--output-format", type=click.Choice(["full", "json"]), default="full", show_default=True)
@click.option("--budget", type=click.FloatRange(min=1), default=120, show_default=True, help="Seconds, per loader.")
@_machine_options
@click.option("--isolated", is_flag=True, help="Do not read [tool.loaderlint] from pyproject.toml.")
@click.option("--report", type=click.Path(path_type=Path, dir_okay=False), metavar="PATH", help="Write a page of HTML.")
def tune_command(
    target: tuple[str, ...],
    *,
    fix: bool,
    diff: bool,
    output_format: str,
    report: Path | None,
    budget: float,
    launcher: tuple[str, ...],
    python: str,
    isolated: bool,
) -> None:
    """Measure your own loader with other settings, and recommend one if it is faster beyond noise.

    TARGET is a script or notebook, a module (`pkg.train`) or a callable (`pkg.data:make_loader`), run with ARGS up to
    where it first iterates a loader. Settings are num_workers, prefetch_factor, persistent_workers and, with a GPU,
    pin_memory. Batches are taken as fast as they come: a training that needs longer for each needs no more.

    \b
    Exit status: 0 the settings are fine as they are, 1 others are recommended and not written, 2 an error, or nothing
    could be measured.
    """  # noqa: D301 - click takes a backspace for a paragraph that keeps its lines
    try:
        from loaderlint.tune import loaders, page, tuning, view
    except ImportError as error:
        _stop(f"tune needs more than the linter (no module named {error.name}): pip install 'loaderlint[verify]'")
    from loaderlint.config import ConfigError, load_config
    from loaderlint.engine import check_paths
    from loaderlint.fix import fix_together
    from loaderlint.paths import shown
    from loaderlint.report import fixes
    from loaderlint.verify.launcher import LaunchError
    from loaderlint.verify.target import TargetError, find_programs
    from loaderlint.verify.trial import Setting
    from loaderlint.verify.view import progress

    try:
        config = load_config((_directory_of(target, ()),), isolated=isolated)
        programs, paths = find_programs(target, (), (), config.root)
    except (ConfigError, TargetError) as error:
        _stop(str(error))
    found = loaders.find(paths, config)
    deadline = time.monotonic() + tuning.START + 2 * budget * (len(found) + 1)
    try:
        with _progress() as tell:
            setting = Setting(python, Path.cwd(), deadline, lambda event: tell(progress(event)), launcher=launcher)
            outcome = tuning.tune(programs[0], paths[0], found, setting, budget)
    except LaunchError as error:
        _stop(str(error))
    except OSError as error:
        _stop(f"{launcher[0] if launcher else python}: {error.strerror or error}")
    except KeyboardInterrupt:
        _stop("interrupted")
    everything = config.with_all_rules()

    def check(texts: Mapping[Path, bytes]) -> Result:
        return check_paths(paths, everything, texts=texts)

    better = [tuned.finding for tuned in outcome.tuned if tuned.finding and tuned.finding.fix]
    if better:
        outcome.take(fix_together(check({}), better, Path.read_bytes, check))
    click.echo(view.as_document(outcome) if output_format == "json" else view.as_text(outcome), nl=False)
    if report:
        _show(page.as_page(outcome, _command()), report)
    if outcome.fixed is not None and diff:
        _show(fixes.diff(outcome.fixed), None)
    elif outcome.fixed is not None and fix:
        _replace_files(outcome.fixed)
        click.echo(f"wrote {', '.join(shown(path) for path in sorted(outcome.fixed.texts))}", err=True)
    sys.exit(2 if outcome.is_failure else int(outcome.recommends(written=fix and not diff)))


def _command() -> str:
    """What was run, as it was typed."""
    return shlex.join(["loaderlint", *sys.argv[1:]])


def _directory_of(target: tuple[str, ...], entry: tuple[str, ...]) -> Path:
    """Where the settings are looked for: at what is checked if that is named by its path, else right here."""
    first = Path(target[0]) if target and (entry or Path(target[0]).exists()) else Path()
    return first if first.is_dir() else first.parent


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """Give a function that shows what is being done, on a terminal."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _: None
        return
    with console.status("checking") as status:
        yield lambda text: status.update(text) if text else None


def _complete_rule(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    from loaderlint.rule import catalogue

    offered = [(text, rule.summary) for rule in catalogue() for text in (rule.code, rule.name)]
    return [CompletionItem(text, help=summary) for text, summary in offered if text.startswith(incomplete or "LL")]


@main.command("rule")
@click.argument("name", required=False, metavar="CODE|NAME", shell_complete=_complete_rule)
@click.option("--all", "everything", is_flag=True, help="Show every rule.")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
def rule_command(name: str | None, *, everything: bool, output_format: str) -> None:
    """Explain a rule: what it finds, why that is bad, and what to write instead."""
    from loaderlint.rule import catalogue

    if everything == (name is not None):
        _stop("name one rule by code or name, or give --all")
    chosen = [r for r in catalogue() if everything or name in (r.code, r.name)]
    if not chosen:
        _stop(f"no rule is called {name!r}; `loaderlint rule --all` lists them")
    if output_format == "json":
        click.echo(json.dumps([_rule_as_json(r) for r in chosen], indent=2))
        return
    for rule in chosen:
        fix = f", {rule.fix.value} fix" if rule.fix else ""
        click.echo(f"# {rule.name} ({rule.code}, {rule.severity.value}{fix})\n\n{rule.documentation}\n")


def _rule_as_json(rule: Rule) -> dict[str, str | None]:
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity.value,
        "summary": rule.summary,
        "fix": rule.fix and rule.fix.value,
        "experiment": rule.experiment,
        "documentation": rule.documentation,
    }


@main.command("clean")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
def clean_command(paths: tuple[Path, ...]) -> None:
    """Remove what is remembered of the project that PATHS (default: the current directory) belong to."""
    from loaderlint.cache import NAME, clean
    from loaderlint.config import ConfigError, load_config

    try:
        root = load_config(paths or (Path(),), isolated=True).root
        removed = clean(root)
    except (ConfigError, OSError) as error:
        _stop(str(error))
    click.echo(f"removed {root / NAME}" if removed else "nothing to remove")


@main.command()
@click.option("--stdio", is_flag=True, expose_value=False, hidden=True)  # editors say so; there is no other way
def server() -> None:
    """Speak the language server protocol with an editor, over standard input and output."""
    try:
        from loaderlint.server.service import serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("lsprotocol", "pygls"):
            raise
        _stop("the language server needs pygls; install it with `pip install 'loaderlint[lsp]'`")
    serve()


def _stop(message: str) -> NoReturn:
    """End with exit status 2 and one line that says why."""
    click.echo(f"loaderlint: {message}", err=True)
    sys.exit(2)
