"""Reuses results of earlier runs for files that, with all they rest on, have not changed.

For each file that was checked or consulted there is a digest of its contents and what it leads to (`Consulted`): the
modules that it imports and the settings files that it loads, with the files that those were found in, and which names
of them it uses. For each that was checked, there is its outcome as well. An outcome rests on the code of the file and
on all that can be reached from it, from name to name, so it holds as long as every one of these has its contents and
still leads where it led: a module or a settings file that appears, vanishes or changes is noticed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loaderlint.checking.outcome import Outcome, decoded, encoded
from loaderlint.config import Config
from loaderlint.model.project.modules import CODE, WHOLE, Consulted, Modules, Use, digest, outline
from loaderlint.text.paths import absolute


@dataclass(slots=True)
class Entry:
    """What is remembered of a file; `pins` tells the pins of libraries apart that it is understood by.

    `outcome` is its outcome as plain values (see `outcome.encoded`), None if the file was not checked.
    """

    consulted: Consulted
    pins: str
    outcome: Any = None


class Memory:
    """What was found in a project, in the run at hand or in others, under the settings `config`."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self._modules = Modules(str(absolute(config.root)))
        self._entries: dict[str, Entry] = {}

    def outcomes(self, files: Mapping[Path, bytes], texts: Mapping[Path, bytes]) -> dict[Path, Outcome]:
        """Return what is known of the files with these contents, while `texts` stand in for what is on disk."""
        contents = {str(absolute(path)): data for path, data in {**texts, **files}.items()}
        self._forget([use for path in self._entries for use in self._changed(path, contents)])
        found = {}
        for path, data in files.items():
            entry = self._entries.get(str(absolute(path)))
            outcome = entry and decoded(entry.outcome, path, data)
            if outcome:
                found[path] = outcome
        return found

    def remember(self, outcomes: list[Outcome], consulted: list[dict[str, Consulted]]) -> None:
        """Add what a check found and what that rests on."""
        merged: dict[str, Consulted] = {}
        for part in consulted:
            for path, one in part.items():
                _join(merged.setdefault(path, Consulted(one.digest, one.outline, one.added)), one)
        differ = [path for path, one in merged.items() if path in self._entries and not self._agrees(path, one)]
        self._forget([(path, WHOLE) for path in differ])
        for path, one in merged.items():
            entry = self._entries.setdefault(path, Entry(one, self._modules.pins(path)))
            _add(entry.consulted, one)
        for outcome in outcomes:
            if outcome.is_whole:
                self._entries[str(absolute(outcome.path))].outcome = encoded(outcome)

    def save(self) -> None:
        """Keep what is remembered for other runs; this one keeps it for itself."""

    def _changed(self, path: str, contents: Mapping[str, bytes]) -> list[Use]:
        """What of a file is not as it was, or does not lead where it led."""
        entry = self._entries[path]
        known = entry.consulted
        data = contents[path] if path in contents else self._contents(path)
        now = "" if data is None else digest(data)
        leads = (
            *(self._modules.find(path, known.added, name) == found for name, found in known.imports.items()),
            *(self._modules.look_up(path, name) == found for name, found in known.loads.items()),
        )
        if data is None or not known.digest or not self._has_pins(path, entry) or not all(leads):
            return [(path, WHOLE)]
        if now == known.digest:
            return []
        known.digest = now
        return [(path, CODE if outline(data) == known.outline else WHOLE)]

    def _contents(self, path: str) -> bytes | None:
        """What a file holds now; nothing of one that only the cache takes for a part of programs."""
        is_read = self._modules.is_module(path) or self._modules.is_settings(path)
        try:
            return Path(path).read_bytes() if is_read else None
        except OSError:
            return None

    def _has_pins(self, path: str, entry: Entry) -> bool:
        return self._modules.pins(path) == entry.pins

    def _agrees(self, path: str, now: Consulted) -> bool:
        """Whether what a run took from a file goes with what is remembered of it."""
        entry = self._entries[path]
        then = entry.consulted
        same = (
            *(then.imports[name] == found for name, found in now.imports.items() if name in then.imports),
            *(then.loads[name] == found for name, found in now.loads.items() if name in then.loads),
        )
        return (now.digest, now.added) == (then.digest, then.added) and all(same) and self._has_pins(path, entry)

    def _forget(self, changed: list[Use]) -> None:
        """Drop the outcomes that rest on what has changed, and all that was known of files that changed as a whole."""
        if not changed:
            return
        users: dict[Use, list[Use]] = {}
        names: dict[str, list[Use]] = {}
        for path, entry in self._entries.items():
            for asked, uses in entry.consulted.uses.items():
                for use in uses:
                    users.setdefault(use, []).append((path, asked))
        for use in users:
            names.setdefault(use[0], []).append(use)
        waiting = [
            use
            for path, what in changed
            for use in ((path, CODE), *(names.get(path, ()) if what == WHOLE else ((path, WHOLE),)))
        ]
        gone = set(waiting)
        while waiting:
            use = waiting.pop()
            more = {*users.get(use, ()), (use[0], WHOLE)} - gone
            gone |= more
            waiting += more
        for path, what in gone:
            if what == CODE and path in self._entries:
                self._entries[path].outcome = None
        for path, what in changed:
            if what == WHOLE:
                self._entries.pop(path, None)


def _join(one: Consulted, other: Consulted) -> None:
    """Add what another process took from a file."""
    if (one.digest, one.added) != (other.digest, other.added):
        one.digest = ""  # it changed during the run
    _add(one, other)


def _add(one: Consulted, other: Consulted) -> None:
    one.imports.update(other.imports)
    one.loads.update(other.loads)
    for name, uses in other.uses.items():
        one.uses.setdefault(name, set()).update(uses)
