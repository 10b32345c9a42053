"""Where a loader hangs, in a line: the user's code that a process was in, and what it waited for there."""

from __future__ import annotations

import linecache
import re
from collections.abc import Mapping
from pathlib import Path

_FRAME = re.compile(r'^ *File "(?P<path>.+)", line (?P<line>\d+) in (?P<name>.+)$', re.MULTILINE)

#: Where the code that a loader calls ends, from the innermost frame outwards: a worker's loop, and our own code.
_OUTSIDE = re.compile(r"torch/utils/data/_utils/worker\.py|/loaderlint/verifying/")

#: Code that is nobody's who would change it.
_OF_LIBRARIES = re.compile(r"/(site|dist)-packages/|/lib(64)?/python3|<frozen|<string>")

#: What a process waits for, by the code that it was in last.
_WAITS = {
    r"\bsleep\(": "it sleeps",
    r"\.acquire\(|\bwith .*lock|threading\.py": "it waits for a lock",
    r"queues?\.py|queue\.get|\.get\(": "it waits for a queue",
    r"socket|selectors\.py|ssl\.py|urllib|requests": "it waits for the network",
    r"connection\.py|\bpipe|\.recv\(|os\.read\(": "it waits for another process",
    r"subprocess|\.wait\(|\.join\(|popen": "it waits for a process",
}


def where(stacks: Mapping[str, str]) -> str:
    """Return the line of the user's code that a process hangs in, with the kind of wait; "" if none is known.

    `stacks` are what `faulthandler` says of each process, the innermost frame first. Workers are looked at first: the
    main process waits for them.
    """
    for name, stack in sorted(stacks.items(), key=lambda item: item[0].startswith("main")):
        inside = []
        for frame in _FRAME.finditer(stack):
            if _OUTSIDE.search(frame["path"]):
                break
            inside.append(frame)
        own = next((frame for frame in inside if not _OF_LIBRARIES.search(frame["path"])), None)
        if own is not None:
            path, line = own["path"], int(own["line"])
            text = linecache.getline(path, line).strip()
            code = f": `{text}`" if text else ""
            wait = _kind(text if own is inside[0] else f"{inside[0]['path']} {text}")
            return f"{name} is at {Path(path).name}:{line}, in {own['name']}{code}" + (f"; {wait}" if wait else "")
    return ""


def _kind(code: str) -> str:
    return next((wait for pattern, wait in _WAITS.items() if re.search(pattern, code, re.IGNORECASE)), "")
