"""Which releases of torch and of other libraries a project supports: some claims hold for old or new ones only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import Version

from loaderlint.model.project.pins import TORCH, as_specifier, bounds, named_texts_in, pin_of

#: The feature releases of torch that a range is tried against.
RELEASES = tuple(
    Version(f"{major}.{minor}") for major, minors in ((1, range(2, 14)), (2, range(16))) for minor in minors
)

#: Taken where a project does not say: what `pip install torch` has given since 2023.
DEFAULT = ">=2.0"


@dataclass(frozen=True)
class TorchRange:
    """A set of torch releases, written as a PEP 440 specifier such as `>=1.9,<2.4`; `asked` for by the user or not."""

    specifier: str
    origin: str = "default"
    asked: bool = False

    def __post_init__(self) -> None:
        if not self.releases:
            raise InvalidSpecifier(f"no torch release matches {self.specifier!r}")

    @cached_property
    def releases(self) -> tuple[Version, ...]:
        """The feature releases in the range; a pin on a patch release (`==2.1.2`) counts as its feature release."""
        specifiers = SpecifierSet(self.specifier)
        found = [r for r in RELEASES if r in specifiers or any(f"{r}.{patch}" in specifiers for patch in range(1, 5))]
        newer = Version("2.99")
        return tuple(found) or ((newer,) if newer in specifiers else ())

    def admits_below(self, version: str) -> bool:
        """Whether a release older than `version` is in the range."""
        return any(r < Version(version) for r in self.releases)

    def admits_from(self, version: str) -> bool:
        """Whether `version` or a newer release is in the range."""
        return any(r >= Version(version) for r in self.releases)

    def runs_below(self, version: str) -> bool:
        """Whether the project runs with a release older than `version`.

        Of the releases that requirements allow, an installation gets the newest; a user who names a range means all.
        """
        return self.admits_below(version) and (self.asked or not self.admits_from(version))


def parse_target(text: str, origin: str) -> TorchRange:
    """Read a version (`2.1`, meaning that one) or a specifier (`>=1.9`).

    Raises:
        InvalidSpecifier: it is neither, or no torch release matches.
    """
    cleaned = text.strip()
    if not cleaned:
        raise InvalidSpecifier("no version is given")
    if re.fullmatch(r"\d+(\.\d+)*", cleaned):
        cleaned = f"=={'.'.join(cleaned.split('.')[:2])}.*"
    return TorchRange(str(SpecifierSet(cleaned)), origin, asked=True)


def detect_target(root: Path, pyproject: dict[str, Any]) -> TorchRange:
    """Read the range from the project's own requirements below `root`; `DEFAULT` where they do not bound torch."""
    lines = _requirements(root, pyproject)
    found = (f for origin, line in lines if _BOUND.match(line) and (f := _bounds(line, origin)))
    return next(found, TorchRange(DEFAULT))


def nearest_target(directory: Path, root: Path) -> TorchRange | None:
    """Read the range from the nearest folder from a directory up to `root`, that apart; None where none names torch."""
    if directory == root or root not in directory.parents:
        return None
    for path, text in named_texts_in(directory):
        if found := _said_in(text, path.relative_to(root).as_posix()):
            return found
    return nearest_target(directory.parent, root)


#: A line that puts no bounds on torch: of a list of requirements, or of an environment of conda.
_ANY = re.compile(r"^[ \t]*(?:-[ \t]*)?[\"']?(?:py)?torch[\"']?,?[ \t]*$", re.MULTILINE)


def _said_in(text: str, origin: str) -> TorchRange | None:
    """The range that the text of a file puts torch in; None where it does not name torch."""
    for specifier in sorted(bounds(TORCH, [text]), key=_is_open_below):
        try:
            return _named(specifier, origin)
        except InvalidSpecifier:
            continue
    return TorchRange(DEFAULT, origin) if _ANY.search(text) else None


def _named(specifier: SpecifierSet, origin: str) -> TorchRange:
    """The range that a project names. One that only says what is too new asks for no release that is older than usual.

    Raises:
        InvalidSpecifier: no torch release matches.
    """
    usual = SpecifierSet(f"{specifier},{DEFAULT}")
    is_usual = _is_open_below(specifier) and any(release in usual for release in RELEASES)
    return TorchRange(str(usual if is_usual else specifier), origin)


def _is_open_below(specifier: SpecifierSet) -> bool:
    return all(one.operator in ("<", "<=", "!=") for one in specifier)


#: A command that installs packages, up to where a string of a notebook ends.
_INSTALLS = re.compile(r"\bpip3?[ \t]+install\b[^\"\\\n]*")

#: What is only there where a notebook runs in a service that has torch installed already, in the release of its day.
_HOSTED = re.compile(
    r"\bgoogle\.colab\b|[\"'( \t]/kaggle/(?:input|working)\b|[\"'( \t]/content/(?:g?drive|sample_data)\b"
)

#: The paths of such a service: a script that has one runs there as well.
_OF_KAGGLE = re.compile(r"[\"'( \t]/kaggle/(?:input|working)\b")


def own_target(path: Path, text: str) -> TorchRange | None:
    """Read the range from what a notebook installs, or where it or a script runs; None where that says nothing.

    `text` is its code. What the project requires holds where a notebook installs that.
    """
    if path.suffix != ".ipynb":
        return TorchRange(DEFAULT, "Kaggle") if _OF_KAGGLE.search(text) else None
    commands = _INSTALLS.findall(read_text(path))
    if any(" -r" in command or " -e" in command for command in commands):
        return None
    for command in commands:
        if found := _said_in(command.replace("install", "install\n").replace(" ", "\n"), path.name):
            return found
    return TorchRange(DEFAULT, path.name) if _HOSTED.search(text) else None


def _bounds(line: str, origin: str) -> TorchRange | None:
    """The range that a requirement puts torch in; None where it does not."""
    from packaging.requirements import InvalidRequirement, Requirement

    try:
        requirement = Requirement(line)
        if requirement.name.lower() == "torch" and requirement.specifier:
            return _named(SpecifierSet(_LOCAL.sub("", str(requirement.specifier))), origin)
    except (InvalidRequirement, InvalidSpecifier):
        pass
    return None


#: How a requirement begins that bounds torch.
_BOUND = re.compile(r"\s*torch\s*\W", re.IGNORECASE)

#: The build that a requirement pins, as in `==2.1.0+cu118`.
_LOCAL = re.compile(r"\+[\w.]+")


def _requirements(root: Path, pyproject: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The requirement lines of a project with the file each stands in, the most binding file first."""
    for lines in (
        below(pyproject, "project", "dependencies"),
        *_values(below(pyproject, "project", "optional-dependencies")),
        *_values(below(pyproject, "dependency-groups")),
    ):
        for line in lines if isinstance(lines, list) else ():
            yield "pyproject.toml", str(line)
    poetry = below(pyproject, "tool", "poetry")
    for table in (poetry, *_values(below(poetry, "group"))):
        constraint = below(table, "dependencies", "torch")
        yield "pyproject.toml", f"torch{from_poetry(below(constraint, 'version') or constraint)}"
    yield from _setup_cfg(root / "setup.cfg")
    for path in sorted(root.glob("*requirements*.txt")):
        for line in read_text(path).splitlines():
            yield path.name, re.split(r"#|\s--|\\$", line)[0].strip()
    for name, specifier in conda_pins(root, "(?:py)?torch"):  # torch has another name there
        yield name, f"torch{specifier}"


def conda_pins(root: Path, library: str) -> Iterator[tuple[str, str]]:
    """Yield how the environments of conda in a folder pin a library, each with the name of the file."""
    for path in sorted((*root.glob("*.yml"), *root.glob("*.yaml"))):
        text = read_text(path)
        match = pin_of(library).search(text) if "dependencies:" in text else None
        if match is not None:
            yield path.name, as_specifier(match[1])


def below(value: Any, *keys: str) -> Any:
    """What stands below `keys` in nested tables; None where one is missing or holds something else."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _values(value: Any) -> tuple[Any, ...]:
    return tuple(value.values()) if isinstance(value, dict) else ()


def from_poetry(constraint: Any) -> str:
    """Poetry's `^1.9` and `~1.9` as PEP 440; nothing where it bounds nothing."""
    if not isinstance(constraint, str) or constraint == "*":
        return ""
    match = re.fullmatch(r"([\^~])(\d+)(?:\.(\d+))?(?:\.\d+)*", constraint)
    if match is None:
        return constraint if constraint[:1] in "<>=!~^" else f"=={constraint}"
    sign, major, minor = match[1], int(match[2]), int(match[3] or 0)
    upper = f"{major}.{minor + 1}" if sign == "~" and match[3] else f"{major + 1}.0"
    return f">={major}.{minor},<{upper}"


def _setup_cfg(path: Path) -> Iterator[tuple[str, str]]:
    for line in of_setup_cfg(path.parent, "install_requires").splitlines():
        yield path.name, line.strip()


def of_setup_cfg(root: Path, option: str) -> str:
    """What `setup.cfg` says of an option of the package; nothing where it says nothing, or cannot be read."""
    text = read_text(root / "setup.cfg")
    if option not in text:
        return ""
    import configparser

    parser = configparser.RawConfigParser()
    try:
        parser.read_string(text)
    except configparser.Error:
        return ""
    return parser.get("options", option, fallback="")


def read_text(path: Path) -> str:
    """Return what a file holds, as far as it is text; "" where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
