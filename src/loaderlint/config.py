"""The settings of a project: those in its files, overridden by the command line."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any, NamedTuple, get_origin, get_type_hints

from loaderlint.finding import Applicability, Fix, Severity
from loaderlint.model.project.pins import ends_before
from loaderlint.model.project.requirements import DEFAULT, TorchRange
from loaderlint.model.project.runtime import PLATFORMS, Runtime, starts_at_3_14
from loaderlint.preset import PRESETS
from loaderlint.settings import (
    FACTS,
    FILE,
    FOLDER,
    PATHS,
    PATTERNS,
    PLATFORM_NAMES,
    PRESET,
    RULES,
    RULES_BY_PATTERN,
    SEVERITY,
    SEVERITY_BY_RULE,
    STRINGS,
    SWITCH,
    THIS_VERSION,
    TORCH,
    ConfigError,
    Kind,
    Written,
    read_pattern,
    rule_schema,
)
from loaderlint.text.nearest import nearest
from loaderlint.text.paths import absolute

#: Never holds a project's own code.
DEFAULT_EXCLUDE = (
    ".*/", "__pycache__/", "build/", "dist/", "node_modules/", "site-packages/", "venv/", "*.egg-info/",
)  # fmt: skip


class Setting(NamedTuple):
    """What a setting is: its kind, and what the README and editors say of it."""

    kind: Kind
    about: str


@dataclass(frozen=True, slots=True)
class Config:
    """All settings of a project. `root` is its directory, `origin` the file that the settings come from.

    `root_from` says why the project lies there, `requires_python` is what the project says of Python itself.
    """

    root: Path
    origin: Path | None = None
    root_from: str = field(default="", compare=False)
    requires_python: str = ""
    select: Annotated[
        tuple[str, ...],
        Setting(RULES, "rules that are on: codes (`LL101`), prefixes (`LL1`), names, or `ALL`"),
    ] = ("LL",)
    extend_select: Annotated[tuple[str, ...], Setting(RULES, "rules that are on as well")] = ()
    ignore: Annotated[
        tuple[str, ...],
        Setting(RULES, "rules that are off; if `select` matches a rule as well, the longer prefix decides"),
    ] = ()
    per_file_ignores: Annotated[
        tuple[tuple[str, tuple[str, ...]], ...],
        Setting(RULES_BY_PATTERN, "a table of .gitignore patterns with the rules that are off in those files"),
    ] = ()
    severity: Annotated[
        tuple[tuple[str, Severity], ...],
        Setting(
            SEVERITY_BY_RULE,
            "a table of rules with the severity of their findings outside of tests; the longer prefix decides",
        ),
    ] = ()
    exclude: Annotated[tuple[str, ...], Setting(PATTERNS, ".gitignore patterns of files and folders to skip")] = (
        DEFAULT_EXCLUDE
    )
    extend_exclude: Annotated[tuple[str, ...], Setting(PATTERNS, "more such patterns")] = ()
    fail_on: Annotated[
        Severity,
        Setting(SEVERITY, "the lowest severity that gives exit status 1: `advice`, `warning` or `error`"),
    ] = Severity.WARNING
    target_torch: Annotated[
        TorchRange,
        Setting(
            TORCH,
            'the torch versions that the code must run with, as `"2.1"` or `">=1.9,<2.4"`; code for other '
            'versions (`if torch.__version__ < "1.8":`) is not checked',
        ),
    ] = field(default_factory=lambda: TorchRange(DEFAULT))
    platforms: Annotated[
        tuple[str, ...],
        Setting(
            PLATFORM_NAMES,
            "where the code runs: `linux`, `macos`, `windows`. The last two spawn workers, so objects that cannot be "
            "pickled are errors; with `requires-python` of 3.14 or newer, Linux does not fork workers either. Left "
            "out, it is `linux` where the README says that only Linux is supported",
        ),
    ] = ()
    preset: Annotated[
        str,
        Setting(
            PRESET,
            "`debugging` turns off the rules on speed, `reproducible` makes advice on reproducibility a warning",
        ),
    ] = "training"
    cache_dir: Annotated[str, Setting(FOLDER, 'the folder for cached results; `""` is your cache folder')] = ""
    fixable: Annotated[tuple[str, ...], Setting(RULES, "rules whose fixes are offered")] = ("LL",)
    unfixable: Annotated[
        tuple[str, ...],
        Setting(RULES, "rules whose fixes are not offered; if `fixable` matches as well, the longer prefix decides"),
    ] = ()
    extend_safe_fixes: Annotated[tuple[str, ...], Setting(RULES, "rules whose unsafe fixes count as safe")] = ()
    entry: Annotated[
        tuple[str, ...],
        Setting(STRINGS, 'programs that `verify` runs for a directory, such as `["train.py --epochs 1"]`'),
    ] = ()
    unprotected: Annotated[
        bool,
        Setting(
            SWITCH, "whether `verify` and `tune` may run a program without the overlay, so that what it writes stays"
        ),
    ] = False
    allow_writes: Annotated[
        tuple[str, ...], Setting(PATHS, "files and folders where what the program writes stays")
    ] = ()
    scratch: Annotated[
        str, Setting(FOLDER, 'a folder on a disk for everything else that it writes; `""` is memory')
    ] = ""
    no_network: Annotated[bool, Setting(SWITCH, "whether the program is kept from opening network connections")] = False
    libraries: Annotated[
        tuple[tuple[str, object], ...], Setting(FACTS, "a table of what your libraries do, as below")
    ] = ()
    extend: Annotated[
        str,
        Setting(FILE, "another settings file, for all settings that this file leaves out"),
    ] = ""
    required_version: Annotated[
        str, Setting(THIS_VERSION, 'the versions of loaderlint that are allowed, as `"0.1.0"` or `">=0.1"`')
    ] = ""

    @property
    def runtime(self) -> Runtime:
        """What the project's programs run on."""
        names = {name.lower(): name for name in PLATFORMS}
        asked = self.requires_python
        # No older torch can be had for Python 3.14.
        is_older = ends_before("3.14", asked) or not self.target_torch.admits_from("2.9")
        platforms = tuple(names[name] for name in self.platforms)
        return Runtime(
            platforms,
            starts_at_3_14(asked),
            before_3_9=ends_before("3.9", asked),
            before_3_14=is_older,
            admits_3_14=bool(asked) and not is_older,
        )

    def with_all_rules(self) -> Config:
        """Return these settings with every rule on: what a fix brings about counts whether it was asked for or not."""
        return replace(self, select=("LL",), ignore=(), per_file_ignores=())

    def enabled(self, code: str) -> bool:
        """Whether a rule is on: the longest matching prefix that is selected or ignored decides, `ignore` on a tie."""
        return _chosen(code, (*self.select, *self.extend_select), self.ignore) and not code.startswith(
            PRESETS[self.preset].off
        )

    def severity_of(self, code: str, severity: Severity) -> Severity:
        """Return how severe a finding is that its rule gives this severity."""
        matching = [(len(start), chosen) for start, chosen in self.severity if code.startswith(start)]
        return max(matching, key=lambda one: one[0])[1] if matching else severity

    def allowed(self, code: str, fix: Fix | None) -> Fix | None:
        """Return the fix of a finding as far as `fixable`, `unfixable` and `extend-safe-fixes` let it be applied."""
        if fix is None or not _chosen(code, self.fixable, self.unfixable):
            return None
        trusted = fix.applicability is Applicability.UNSAFE and code.startswith(self.extend_safe_fixes)
        return replace(fix, applicability=Applicability.SAFE) if trusted else fix

    def ignored_in(self, path: Path, code: str) -> bool:
        """Whether `per-file-ignores` turns a rule off for a file."""
        try:
            relative = absolute(path).relative_to(self.root).as_posix()
        except ValueError:
            return False
        return any(
            code.startswith(codes) and read_pattern(pattern).ignores(relative)
            for pattern, codes in self.per_file_ignores
        )


def _chosen(code: str, wanted: tuple[str, ...], unwanted: tuple[str, ...]) -> bool:
    longest = max((len(s) for s in wanted if code.startswith(s)), default=0)
    return longest > max((len(s) for s in unwanted if code.startswith(s)), default=0)


def _settings() -> dict[str, Setting]:
    hints = get_type_hints(Config, include_extras=True)
    return {
        name.replace("_", "-"): hint.__metadata__[0] for name, hint in hints.items() if get_origin(hint) is Annotated
    }


#: All that can be set, by the key that it has in files.
SETTINGS = _settings()


def with_options(config: Config, **given: Any) -> Config:
    """Return the settings with what the command line gave (None: not given) put over them.

    Raises:
        ConfigError: a rule code, a torch version or another value is not valid.
    """
    return _with_values(config, _by_key(given), "command line", Path.cwd(), dashes="--")


def with_arguments(config: Config, *, caller: str, **given: Any) -> Config:
    """Return the settings with what a function, the `caller`, was given (None: not given) put over them.

    Raises:
        ConfigError: a rule code, a torch version or another value is not valid.
    """
    return _with_values(config, _by_key(given), caller, Path.cwd())


def _by_key(given: dict[str, Any]) -> dict[str, Any]:
    return {name.replace("_", "-"): value for name, value in given.items() if value is not None}


def with_table(config: Config, table: dict[str, Any], where: str, base: Path) -> Config:
    """Return the settings with a table of them put over them: `where` it stands, and where its relative paths start.

    Raises:
        ConfigError: the table holds an unknown key or a value of the wrong kind, or asks for another loaderlint.
    """
    # First of all: a table for another version may well hold what this one does not know.
    config = _with_values(config, {k: v for k, v in table.items() if k == "required-version"}, where, base)
    for key in table:
        if key not in SETTINGS:
            near = nearest(key, SETTINGS)
            hint = f"did you mean `{near}`?" if near else f"known keys: {', '.join(SETTINGS)}"
            raise ConfigError(f"{where}: unknown key `{key}`; {hint}")
    return _with_values(config, table, where, base)


def _with_values(config: Config, values: dict[str, Any], where: str, base: Path, dashes: str = "") -> Config:
    read = {
        key.replace("-", "_"): SETTINGS[key].kind.read(Written(value, where, dashes + key, base))
        for key, value in values.items()
    }
    return replace(config, **read)


def as_written(config: Config) -> dict[str, Any]:
    """Return the settings as they could be written in a file."""
    return {key: kind.plain(getattr(config, key.replace("-", "_"))) for key, (kind, _) in SETTINGS.items()}


def schema() -> dict[str, Any]:
    """Return the JSON schema of a `loaderlint.toml`."""
    default = as_written(Config(Path()))
    properties = {
        key: {**kind.schema(), "description": about, "default": default[key]} for key, (kind, about) in SETTINGS.items()
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Settings of loaderlint",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "$defs": {"rule": rule_schema()},
    }
