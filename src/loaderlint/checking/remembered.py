"""Reuses results of earlier runs for files that, with all they import, have not changed.

For each file that was checked or consulted there is a digest of its contents and what it leads to (`Consulted`): the
modules that it imports and the settings files that it loads, with the files that those were found in. For each that was
checked, there is its outcome as well. An outcome rests on the file itself and on all that can be reached from it, so it
holds as long as every one of these has its contents and still leads where it led: a module or a settings file that
appears, vanishes or changes is noticed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loaderlint.checking.outcome import Outcome, decoded, encoded
from loaderlint.config import Config
from loaderlint.model.project.modules import Consulted, Modules, digest
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
        digests = {str(absolute(path)): digest(data) for path, data in {**texts, **files}.items()}
        seen = {path: self._entries[path].consulted.digest for path in digests if path in self._entries}
        self._forget([path for path, then in seen.items() if then != digests[path]])
        known = [path for path in map(str, map(absolute, files)) if path in self._entries]
        self._forget([path for path in self._reachable(known) if not self._holds(path, digests)])
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
                _join(merged.setdefault(path, Consulted(one.digest, one.added)), one)
        self._forget([path for path, one in merged.items() if path in self._entries and not self._agrees(path, one)])
        for path, one in merged.items():
            entry = self._entries.setdefault(path, Entry(one, self._modules.pins(path)))
            entry.consulted.imports.update(one.imports)
            entry.consulted.loads.update(one.loads)
        for outcome in outcomes:
            if outcome.is_whole:
                self._entries[str(absolute(outcome.path))].outcome = encoded(outcome)

    def save(self) -> None:
        """Keep what is remembered for other runs; this one keeps it for itself."""

    def _reachable(self, start: Iterable[str]) -> set[str]:
        """The files that can be reached through what is remembered, those at the start included."""
        found = set(start)
        waiting = list(found)
        while waiting:
            entry = self._entries.get(waiting.pop())
            targets = entry.consulted.targets if entry else set()
            waiting += targets - found
            found |= targets
        return found

    def _holds(self, path: str, digests: dict[str, str]) -> bool:
        """Whether a file is what it was, and leads where it led."""
        entry = self._entries.get(path)
        if entry is None:  # something leads there, and nobody looked into it: if it was forgotten, so was who did
            return True
        known = entry.consulted
        leads = (
            *(self._modules.find(path, known.added, name) == found for name, found in known.imports.items()),
            *(self._modules.find_settings(path, name) == found for name, found in known.loads.items()),
        )
        same = known.digest and known.digest == (digests.get(path) or self._digest(path))
        return bool(same) and self._has_pins(path, entry) and all(leads)

    def _digest(self, path: str) -> str:
        """The digest of a file's contents as they are now; of none that only the cache takes for a part of programs."""
        is_read = self._modules.is_module(path) or self._modules.is_settings(path)
        try:
            return digest(Path(path).read_bytes()) if is_read else ""
        except OSError:
            return ""

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

    def _forget(self, paths: list[str]) -> None:
        """Drop files, and all from which they can be reached."""
        if not paths:
            return
        importers: dict[str, list[str]] = {}
        for path, entry in self._entries.items():
            for found in entry.consulted.targets:
                importers.setdefault(found, []).append(path)
        waiting = paths
        gone = set(waiting)
        while waiting:
            more = set(importers.get(waiting.pop(), ())) - gone
            gone |= more
            waiting += more
        for path in gone:
            self._entries.pop(path, None)


def _join(one: Consulted, other: Consulted) -> None:
    """Add what another process took from a file."""
    if (one.digest, one.added) != (other.digest, other.added):
        one.digest = ""  # it changed during the run
    one.imports.update(other.imports)
    one.loads.update(other.loads)
