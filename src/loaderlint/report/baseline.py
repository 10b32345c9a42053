"""A baseline: what was found when it was written, kept in a file, so that only what is new is told."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from loaderlint.report.fingerprint import fingerprints
from loaderlint.text.paths import absolute

if TYPE_CHECKING:
    from loaderlint.checking.engine import Result
    from loaderlint.report.sources import Sources

VERSION = 1


class BaselineError(ValueError):
    """A file that is no baseline; the message names it and the way out."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """Findings by their fingerprints, with the path and the rule of each; paths start at the folder of the file."""

    file: Path
    known: dict[str, tuple[str, str]] = field(default_factory=dict)

    def new(self, result: Result, sources: Sources) -> Result:
        """Return a result without the findings that are known."""
        found = zip(result.findings, self._fingerprints(result, sources), strict=True)
        return replace(result, findings=tuple(f for f, fingerprint in found if fingerprint not in self.known))

    def summary(self, whole: Result, new: Result, sources: Sources, checked: Iterable[Path]) -> str:
        """Say how much of a whole result is known, and how much that is known of what was checked is gone."""
        names = {self._name(path) for path in checked}
        found = set(self._fingerprints(whole, sources))
        gone = sum(path in names and known not in found for known, (path, _) in self.known.items())
        left_out = len(whole.findings) - len(new.findings)
        more = f"; {gone} more there {'is' if gone == 1 else 'are'} gone (`--update-baseline`)" if gone else ""
        return f"{left_out} known from {self.file} and not shown{more}\n"

    def updated(self, result: Result, sources: Sources, checked: Iterable[Path]) -> Baseline:
        """Return the baseline that holds all of a result, and what is known of files that are there but unchecked."""
        names = {self._name(path) for path in checked}
        kept = {
            known: (path, code)
            for known, (path, code) in self.known.items()
            if path not in names and (self.file.parent / path).exists()
        }
        found = zip(self._fingerprints(result, sources), result.findings, strict=True)
        return replace(self, known=kept | {one: (self._name(Path(f.location.path)), f.code) for one, f in found})

    def as_json(self) -> str:
        """Return what stands in the file: a line for each finding, in an order that changes little."""
        in_order = sorted((path, code, known) for known, (path, code) in self.known.items())
        lines = [json.dumps({"path": path, "code": code, "fingerprint": known}) for path, code, known in in_order]
        listed = "[\n    " + ",\n    ".join(lines) + "\n  ]" if lines else "[]"
        return f'{{\n  "version": {VERSION},\n  "findings": {listed}\n}}\n'

    def _fingerprints(self, result: Result, sources: Sources) -> list[str]:
        return fingerprints(result, sources, lambda path: self._name(Path(path)))

    def _name(self, path: Path) -> str:
        """A path as it is written in the file: the same from wherever a run is started."""
        return Path(os.path.relpath(absolute(path), absolute(self.file.parent))).as_posix()


def read_baseline(file: Path, *, anew: bool = False) -> Baseline:
    """Read a baseline; with `anew`, because it is to be written, there need be none.

    Raises:
        BaselineError: the file cannot be read, or holds something else.
    """
    try:
        document = json.loads(file.read_bytes())
        if document["version"] != VERSION:
            raise ValueError
        found = {str(one["fingerprint"]): (str(one["path"]), str(one["code"])) for one in document["findings"]}
    except FileNotFoundError:
        if anew:
            return Baseline(file)
        raise BaselineError(f"{file}: there is no such file; `--update-baseline` writes it") from None
    except OSError as error:
        raise BaselineError(f"{file}: cannot be read: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise BaselineError(f"{file}: it is no baseline of this loaderlint; remove it to write it anew") from None
    return Baseline(file, found)
