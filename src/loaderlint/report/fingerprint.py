"""Names for findings that last while the code around them changes."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from loaderlint.checking.engine import Result
    from loaderlint.report.sources import Sources


def fingerprints(result: Result, sources: Sources, name: Callable[[str], str] = str) -> list[str]:
    """Return a fingerprint for every finding, each once in a result.

    It is made of the rule, the file and the text of the line, not of the line's number: only the same rule at equal
    lines of a file is numbered. `name` gives the file's name for its path as it is shown.
    """
    seen: Counter[tuple[str, str, str]] = Counter()
    found = []
    for finding in result.findings:
        where = finding.location
        source = sources.source(where.path)
        number = where.line if source is None else source.in_text(where.cell, where.line)
        line = "" if source is None or number > source.lines else source.line(number).strip()
        key = (finding.code, name(where.path), line)
        text = "\0".join((*key, str(seen[key])))
        found.append(hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:32])
        seen[key] += 1
    return found
