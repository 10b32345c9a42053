"""Settings: what may stand in `[tool.loaderlint]`, overridden by the command line."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

from packaging.specifiers import InvalidSpecifier

from loaderlint.finding import Applicability, Fix, Severity
from loaderlint.model.project.requirements import DEFAULT, PLATFORMS, Runtime, TorchRange, parse_target, starts_at_3_14
from loaderlint.preset import PRESETS
from loaderlint.text.gitignore_patterns import Patterns
from loaderlint.text.nearest import nearest
from loaderlint.text.paths import absolute

#: Never holds a project's own code.
DEFAULT_EXCLUDE = (
    ".*/", "__pycache__/", "build/", "dist/", "node_modules/", "site-packages/", "venv/", "*.egg-info/",
)  # fmt: skip


class ConfigError(ValueError):
    """A setting that cannot be used; the message names the place and the way out."""


@dataclass(frozen=True, slots=True)
class Config:
    """All settings of a project. `root` is its directory, `origin` the file that the settings come from.

    `root_from` says why the project lies there, `requires_python` is what the project says of Python itself.
    """

    root: Path
    origin: Path | None = None
    root_from: str = field(default="", compare=False)
    select: tuple[str, ...] = ("LL",)
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    exclude: tuple[str, ...] = DEFAULT_EXCLUDE
    extend_exclude: tuple[str, ...] = ()
    fail_on: Severity = Severity.WARNING
    target_torch: TorchRange = field(default_factory=lambda: TorchRange(DEFAULT))
    requires_python: str = ""
    platforms: tuple[str, ...] = ()
    preset: str = "training"
    cache_dir: str = ""
    fixable: tuple[str, ...] = ("LL",)
    unfixable: tuple[str, ...] = ()
    extend_safe_fixes: tuple[str, ...] = ()
    entry: tuple[str, ...] = ()
    unprotected: bool = False
    allow_writes: tuple[str, ...] = ()
    scratch: str = ""
    no_network: bool = False
    libraries: tuple[tuple[str, object], ...] = ()  # the user's own facts, as they are written

    @property
    def runtime(self) -> Runtime:
        """What the project's programs run on."""
        names = {name.lower(): name for name in PLATFORMS}
        return Runtime(tuple(names[name] for name in self.platforms), starts_at_3_14(self.requires_python))

    def with_all_rules(self) -> Config:
        """Return these settings with every rule on: what a fix brings about counts whether it was asked for or not."""
        return replace(self, select=("LL",), ignore=(), per_file_ignores=())

    def enabled(self, code: str) -> bool:
        """Whether a rule is on: the longest matching prefix that is selected or ignored decides, `ignore` on a tie."""
        return _chosen(code, (*self.select, *self.extend_select), self.ignore) and not code.startswith(
            PRESETS[self.preset].off
        )

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
            code.startswith(codes) and _read(pattern).ignores(relative) for pattern, codes in self.per_file_ignores
        )


@cache
def _read(pattern: str) -> Patterns:
    return Patterns([os.fsencode(pattern)])


def _chosen(code: str, wanted: tuple[str, ...], unwanted: tuple[str, ...]) -> bool:
    longest = max((len(s) for s in wanted if code.startswith(s)), default=0)
    return longest > max((len(s) for s in unwanted if code.startswith(s)), default=0)


def with_options(config: Config, **given: Any) -> Config:
    """Return the settings with what the command line gave (None: not given) put over them.

    Raises:
        ConfigError: a rule code, a torch version or another value is not valid.
    """
    return _checked(config, _not_none(given), "command line", Path.cwd(), dashes="--")


def with_arguments(config: Config, *, caller: str, **given: Any) -> Config:
    """Return the settings with what a function, the `caller`, was given (None: not given) put over them.

    Raises:
        ConfigError: a rule code, a torch version or another value is not valid.
    """
    return _checked(config, _not_none(given), caller, Path.cwd())


def _not_none(given: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if value is not None}


#: What is found out, and cannot be set.
_NOT_SET = ("root", "origin", "root_from", "requires_python")

#: What may stand in `[tool.loaderlint]`.
KEYS = tuple(f.name.replace("_", "-") for f in fields(Config) if f.name not in _NOT_SET)


def with_table(config: Config, table: dict[str, Any], path: Path) -> Config:
    """Return the settings with those of `[tool.loaderlint]` in the file `path` put over them.

    Raises:
        ConfigError: the table holds an unknown key or a value of the wrong kind.
    """
    for key in table:
        if key not in KEYS:
            near = nearest(key, KEYS)
            hint = f"did you mean `{near}`?" if near else f"known keys: {', '.join(KEYS)}"
            raise ConfigError(f"{path}: [tool.loaderlint] has an unknown key `{key}`; {hint}")
    return _checked(config, {key.replace("-", "_"): value for key, value in table.items()}, str(path), config.root)


def _checked(config: Config, values: dict[str, Any], where: str, base: Path, dashes: str = "") -> Config:
    """The settings with values, which are paths from `base` on if they are relative paths."""
    converted: dict[str, Any] = {}
    for name, value in values.items():
        key = f"{where}: `{dashes}{name.replace('_', '-')}`"
        if name == "per_file_ignores":
            if not isinstance(value, dict):
                raise ConfigError(f"{key} must be a table of patterns and lists of rules")
            _patterns(tuple(value), key)
            converted[name] = tuple((pattern, _codes(codes, key)) for pattern, codes in value.items())
        elif name == "libraries":
            converted[name] = _facts(value, key)
        elif name in ("select", "extend_select", "ignore", "fixable", "unfixable", "extend_safe_fixes"):
            converted[name] = _codes(value, key)
        elif name in ("exclude", "extend_exclude"):
            converted[name] = _patterns(_strings(value, key), key)
        elif name == "platforms":
            allowed = [platform.lower() for platform in PLATFORMS]
            converted[name] = tuple(_one_of(platform, allowed, key) for platform in _strings(value, key))
        elif name == "entry":
            converted[name] = _strings(value, key)
        elif name in ("unprotected", "no_network"):
            converted[name] = _yes_or_no(value, key)
        elif name == "allow_writes":
            converted[name] = tuple(str(absolute(base / Path(path).expanduser())) for path in _strings(value, key))
        elif name in ("scratch", "cache_dir"):
            if not isinstance(value, str):
                raise ConfigError(f"{key} is {value!r}; it must be the path of a folder")
            converted[name] = str(absolute(base / Path(value).expanduser())) if value else ""
        elif name == "fail_on":
            converted[name] = Severity(_one_of(value, [s.value for s in Severity], key))
        elif name == "preset":
            converted[name] = _one_of(value, list(PRESETS), key)
        elif name == "target_torch":
            try:
                converted[name] = parse_target(value if isinstance(value, str) else "", where)
            except InvalidSpecifier:
                raise ConfigError(
                    f"{key} is {value!r}; write a torch version or range as a string, such as '2.1' or '>=1.9,<2.4'"
                ) from None
    return replace(config, **converted)


def _facts(value: object, key: str) -> tuple[tuple[str, object], ...]:
    """The user's own facts about libraries, as they are written, once they have been understood."""
    from loaderlint.model.libraries.own import FactError, own_facts

    if not isinstance(value, dict):
        raise ConfigError(f"{key} must be a table of paths and what is to be known of each")
    try:
        own_facts(value.items())
    except FactError as error:
        near = nearest(error.word, error.known)
        hint = f"; did you mean `{near}`?" if near else ""
        raise ConfigError(f"{key}: {error}{hint}") from None
    return tuple(value.items())


def _strings(value: object, key: str) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(v, str) for v in value):
        raise ConfigError(f"{key} must be a list of strings")
    return tuple(value)


def _yes_or_no(value: object, key: str) -> bool:
    if not isinstance(value, bool):
        raise ConfigError(f"{key} is {value!r}; it must be true or false")
    return value


def _patterns(patterns: tuple[str, ...], key: str) -> tuple[str, ...]:
    for pattern in patterns:
        if not _read(pattern):
            raise ConfigError(f"{key} has an invalid pattern {pattern!r}; patterns are those of .gitignore")
    return patterns


def _one_of(value: object, allowed: list[str], key: str) -> str:
    if value not in allowed:
        raise ConfigError(f"{key} is {value!r}; it must be one of {', '.join(allowed)}")
    return str(value)


def _codes(value: object, key: str) -> tuple[str, ...]:
    """Rule codes, prefixes of codes, or names, in any case, as codes; ALL stands for every rule."""
    from loaderlint.rules import catalogue

    names = {rule.name: rule.code for rule in catalogue()}
    known = set(names.values())
    found = []
    for item in _strings(value, key):
        code = "LL" if item.upper() == "ALL" else names.get(item.lower(), item.upper())
        if not code or not any(k.startswith(code) for k in known):
            near = nearest(item, [*known, *names])
            hint = f"; did you mean `{near}`?" if near else "; `loaderlint rule --all` lists them"
            raise ConfigError(f"{key} names an unknown rule `{item}`{hint}")
        found.append(code)
    return tuple(found)
