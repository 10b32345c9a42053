"""What runs before this one found, as far as it still holds.

For each file that was checked or consulted, the cache holds a digest of its contents and the modules that it imports
with the files that those were found in (`Consulted`); for each that was checked, its findings as well. Findings rest on
the file itself and on all that can be reached from it through imports, so they hold as long as every one of these has
its contents and its imports still lead where they led: a module that appears, vanishes or changes is noticed. Settings,
the linter, its parser, Python and the working directory are in the name of the file that the cache is kept in.

The file is JSON, so reading it runs nothing. Whatever is not as expected is left out, and nothing that it names is
opened but modules that are looked up anew. It is replaced in one step, so concurrent runs see the old one or the new.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from loaderlint import __version__
from loaderlint.config import Config
from loaderlint.finding import Applicability, Edit, Finding, Fix, Location, Related, Severity
from loaderlint.model.modules import Consulted, Modules, digest
from loaderlint.outcome import ClassKey, Outcome
from loaderlint.paths import absolute
from loaderlint.replace import replace_file
from loaderlint.source import SourceError, decode

#: The directory of the cache, at the root of the project.
NAME = ".loaderlint_cache"

#: Bytes of one file of the cache; what would make it larger is not kept.
MAX_BYTES = 32 * 1024 * 1024

#: Files in the cache: settings, directories and releases that it is kept for at the same time.
MAX_FILES = 8

#: Settings that do not change what is found in a file, but what of it is shown, or where files are looked for.
_LATER = {"origin", "exclude", "extend_exclude", "per_file_ignores", "fail_on", "entry"}

_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# This directory is a cache of loaderlint (https://bford.info/cachedir/).\n"


@dataclass(slots=True)
class _Entry:
    """What is remembered of a file; `pins` tells the pins of libraries apart that it is understood by.

    `findings` and `loaded` are those of its outcome as they stand in the JSON, None if the file was not checked.
    """

    consulted: Consulted
    pins: str
    outcome: Any = None


class Cache:
    """The cache of one project, for one configuration."""

    def __init__(self, config: Config) -> None:
        self._directory = config.root / NAME
        self._file = self._directory / f"{_key(config)}.json"
        self._modules = Modules(str(absolute(config.root)))
        self._entries = _read(self._file)

    def outcomes(self, files: Mapping[Path, bytes]) -> dict[Path, Outcome]:
        """Return what is known of the files with these contents."""
        digests = {str(absolute(path)): digest(data) for path, data in files.items()}
        self._forget(path for path in self._reachable(digests) if not self._holds(path, digests))
        found = {}
        for path, data in files.items():
            entry = self._entries.get(str(absolute(path)))
            outcome = entry and _decoded(entry.outcome, path, data)
            if outcome:
                found[path] = outcome
        return found

    def remember(self, outcomes: list[Outcome], consulted: list[dict[str, Consulted]]) -> None:
        """Add what a run found and what that rests on. Where it cannot be written there is no cache."""
        if not outcomes:
            return
        merged: dict[str, Consulted] = {}
        for part in consulted:
            for path, one in part.items():
                _join(merged.setdefault(path, Consulted(one.digest, one.added)), one)
        self._forget(path for path, one in merged.items() if path in self._entries and not self._agrees(path, one))
        for path, one in merged.items():
            entry = self._entries.setdefault(path, _Entry(one, self._modules.pins(path)))
            entry.consulted.imports.update(one.imports)
        for outcome in outcomes:
            if not outcome.troubles:
                self._entries[str(absolute(outcome.path))].outcome = _encoded(outcome)
        self._write()

    def _reachable(self, start: Iterable[str]) -> set[str]:
        """The files that can be reached through the imports that are remembered, those at the start included."""
        found = set(start)
        waiting = list(found)
        while waiting:
            entry = self._entries.get(waiting.pop())
            targets = {t for t in entry.consulted.imports.values() if t} if entry else set()
            waiting += targets - found
            found |= targets
        return found

    def _holds(self, path: str, digests: dict[str, str]) -> bool:
        """Whether a file is what it was, and its imports lead where they led."""
        entry = self._entries.get(path)
        if entry is None:
            return False
        known = entry.consulted
        leads = (self._modules.find(path, known.added, name) == found for name, found in known.imports.items())
        same = known.digest and known.digest == (digests.get(path) or self._digest(path))
        return bool(same) and self._has_pins(path, entry) and all(leads)

    def _digest(self, path: str) -> str:
        """The digest of a module's contents as they are now; of none that only the cache takes for a module."""
        try:
            return digest(Path(path).read_bytes()) if self._modules.is_module(path) else ""
        except OSError:
            return ""

    def _has_pins(self, path: str, entry: _Entry) -> bool:
        return self._modules.pins(path) == entry.pins

    def _agrees(self, path: str, now: Consulted) -> bool:
        """Whether what a run took from a file goes with what is remembered of it."""
        entry = self._entries[path]
        then = entry.consulted
        same = (then.imports[name] == found for name, found in now.imports.items() if name in then.imports)
        return (now.digest, now.added) == (then.digest, then.added) and all(same) and self._has_pins(path, entry)

    def _forget(self, paths: Iterable[str]) -> None:
        """Drop files, and all from which they can be reached."""
        importers: dict[str, list[str]] = {}
        for path, entry in self._entries.items():
            for found in entry.consulted.imports.values():
                if found:
                    importers.setdefault(found, []).append(path)
        waiting = list(paths)
        gone = set(waiting)
        while waiting:
            more = set(importers.get(waiting.pop(), ())) - gone
            gone |= more
            waiting += more
        for path in gone:
            self._entries.pop(path, None)

    def _write(self) -> None:
        document = {path: _entry_as_json(entry) for path, entry in self._entries.items()}
        data = json.dumps(document, separators=(",", ":")).encode()
        if len(data) > MAX_BYTES or self._directory.is_symlink():
            return
        try:
            self._directory.mkdir(exist_ok=True)
            for name, text in ((".gitignore", "*\n"), ("CACHEDIR.TAG", _TAG)):
                if not (self._directory / name).exists():
                    (self._directory / name).write_text(text, encoding="utf-8")
            replace_file(self._file, digest(data).encode() + b"\n" + data)
            kept = sorted(self._directory.glob("*.json"), key=lambda p: p.stat().st_mtime, reverse=True)
            for old in kept[MAX_FILES:]:
                old.unlink()
        except OSError:
            return


def clean(root: Path) -> bool:
    """Remove the cache of the project at `root`; whether there was one.

    Raises:
        OSError: it cannot be removed.
    """
    directory = root / NAME
    if directory.is_symlink() or not directory.is_dir():
        return False
    shutil.rmtree(directory)
    return True


def _key(config: Config) -> str:
    """The name that the cache has for these settings, here, with this linter, parser and Python."""
    settings = [(f.name, str(getattr(config, f.name))) for f in fields(config) if f.name not in _LATER]
    parser = find_spec("libcst")
    own = Path(__file__).parent
    code = [Path(parser.origin)] if parser and parser.origin else []
    code += [path for package in (own, own / "model", own / "rules", own / "syntax") for path in package.glob("*.py")]
    stamps = sorted((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in code)
    parts = (__version__, sys.version, settings, str(absolute(config.root)), str(Path.cwd()), stamps)
    return blake2b(repr(parts).encode(errors="surrogateescape"), digest_size=8).hexdigest()


def _join(one: Consulted, other: Consulted) -> None:
    """Add what another process took from a file."""
    if (one.digest, one.added) != (other.digest, other.added):
        one.digest = ""  # it changed during the run
    one.imports.update(other.imports)


# -- JSON ----------------------------------------------------------------------------------------------------------


def _read(file: Path) -> dict[str, _Entry]:
    try:
        if file.is_symlink() or file.stat().st_size > MAX_BYTES:
            return {}
        check, _, data = file.read_bytes().partition(b"\n")
        if check.decode() != digest(data):
            return {}
        document = json.loads(data)
        return {path: _entry_from_json(entry) for path, entry in document.items()}
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return {}


def _entry_as_json(entry: _Entry) -> list[Any]:
    known = entry.consulted
    return [known.digest, known.added, known.imports, entry.pins, entry.outcome]


def _entry_from_json(value: Any) -> _Entry:
    told, added, imports, pins, outcome = value
    known = Consulted(_text(told), tuple(map(_text, added)), {k: v and _text(v) for k, v in imports.items()})
    return _Entry(known, _text(pins), outcome)


def _encoded(outcome: Outcome) -> list[Any]:
    findings = [[_finding_as_json(finding), orphan] for finding, orphan in outcome.findings]
    return [findings, sorted(outcome.loaded), outcome.judged]


def _decoded(value: Any, path: Path, data: bytes) -> Outcome | None:
    """The outcome of a file with these contents; None where that is not what is remembered."""
    try:
        findings, loaded, judged = value
        outcome = Outcome(
            path,
            [(_finding_from_json(finding), orphan and _class_key(orphan)) for finding, orphan in findings],
            {_class_key(key) for key in loaded},
            judged=judged is True,
        )
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
    if b"loaderlint:" in data:
        with suppress(SourceError):
            outcome.source = decode(path, data)
    return outcome


def _finding_as_json(finding: Finding) -> list[Any]:
    fix = finding.fix
    return [
        finding.code,
        finding.name,
        finding.severity.value,
        finding.message,
        _place_as_json(finding.location),
        finding.help,
        finding.note,
        [[_place_as_json(r.location), r.message] for r in finding.related],
        finding.experiment,
        fix and [fix.title, fix.applicability.value, [[_place_as_json(e.location), e.text] for e in fix.edits]],
        finding.refusal,
    ]


def _finding_from_json(value: Any) -> Finding:
    code, name, severity, message, place, advice, note, related, experiment, fix, refusal = value
    return Finding(
        _text(code),
        _text(name),
        Severity(severity),
        _text(message),
        _place(place),
        _text(advice),
        _text(note),
        tuple(Related(_place(where), _text(what)) for where, what in related),
        None if experiment is None else _text(experiment),
        None if fix is None else _fix(fix),
        _text(refusal),
    )


def _fix(value: Any) -> Fix:
    title, applicability, edits = value
    return Fix(
        _text(title), Applicability(applicability), tuple(Edit(_place(where), _text(text)) for where, text in edits)
    )


def _place_as_json(place: Location) -> list[Any]:
    return [place.path, place.cell, place.line, place.column, place.end_line, place.end_column]


def _place(value: Any) -> Location:
    path, cell, *numbers = value
    line, column, end_line, end_column = map(_number, numbers)
    return Location(_text(path), None if cell is None else _number(cell), line, column, end_line, end_column)


def _class_key(value: Any) -> ClassKey:
    path, at = value
    return _text(path), _number(at)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _number(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise TypeError
    return value
