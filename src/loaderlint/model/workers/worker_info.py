"""What torch tells a worker about itself: its `WorkerInfo`."""

from __future__ import annotations

from loaderlint.model.inference.values import Instance, Meaning, Member
from loaderlint.model.libraries.facts import Gives


def told(value: Meaning | None) -> str | None:
    """Return which part of a `WorkerInfo` a value is, such as "id" or "dataset.root"; "" for the whole, else None."""
    match value:
        case Instance() if value.fact.gives is Gives.WORKER_INFO:
            return ""
        case Member(owner=info, name=name) if info.fact.gives is Gives.WORKER_INFO:
            return name
    return None
