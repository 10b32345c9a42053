"""Notes which connections the program opens, in all its processes. Needs the standard library alone."""

from __future__ import annotations

import json
import os
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any


def watch(file: str) -> None:
    """Append to a file what this process, and those forked from it, connect to from now on."""
    names: dict[int, str] = {}

    def audit(event: str, args: tuple[Any, ...]) -> None:
        if event not in ("socket.connect", "socket.getaddrinfo"):
            return
        with suppress(Exception):  # whatever the program passes there is for it to hear of
            if event == "socket.getaddrinfo":
                names[int(args[1])] = args[0]
            elif args[0].family in (socket.AF_INET, socket.AF_INET6) and args[0].type == socket.SOCK_STREAM:
                host, port = args[1][:2]
                line = json.dumps([names.get(port, host), port]) + "\n"
                descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
                os.write(descriptor, line.encode())
                os.close(descriptor)

    sys.addaudithook(audit)


def noted(file: str) -> list[str]:
    """Return every `host:port` that was noted, sorted."""
    with suppress(FileNotFoundError):
        lines = Path(file).read_text(encoding="utf-8").splitlines()
        return sorted({f"{host}:{port}" for host, port in map(json.loads, lines)})
    return []
