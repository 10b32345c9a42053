"""Words in names that tell what code is about, where nothing better does."""

from __future__ import annotations

#: Parts of names that have to do with the ranks of a distributed program.
_RANK = ("rank", "world_size", "replica", "num_nodes", "process_index", "num_processes", "machine")


def is_rank_name(name: str) -> bool:
    """Whether a name has to do with ranks."""
    return any(part in name.lower() for part in _RANK)
