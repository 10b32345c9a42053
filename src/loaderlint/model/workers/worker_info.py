"""What torch tells a worker about itself: its `WorkerInfo`."""

from __future__ import annotations

from loaderlint.model.inference.values import External, Instance, Meaning, Member

_ASKING = {"torch.utils.data.get_worker_info", "torch.utils.data._utils.worker.get_worker_info"}


def told(value: Meaning | None) -> str | None:
    """Return which part of a `WorkerInfo` a value is, such as "id" or "dataset.root"; "" for the whole, else None."""
    match value:
        case Instance(cls=External(path=path)) if path in _ASKING:
            return ""
        case Member(owner=Instance(cls=External(path=path)), name=name) if path in _ASKING:
            return name
    return None
