"""What is told of loaders, as JSON: keys are added, never renamed or removed, within a version."""

from __future__ import annotations

import json
from dataclasses import asdict

from loaderlint.explain import told

VERSION = 1


def render(loaders: tuple[told.Loader, ...]) -> str:
    """Return all that is told of the loaders as one JSON document."""
    return json.dumps({"version": VERSION, "loaders": [asdict(loader) for loader in loaders]}, indent=2) + "\n"
