"""Names that tell what code is about, where nothing better does."""

from __future__ import annotations

from typing import Final

#: Functions, and methods of RNG objects, that draw a number from 0 up to 1: with a probability of 0 it is never below.
UNIT_DRAWS: Final = frozenset({"random", "rand", "random_sample", "uniform"})

#: Parts of names that have to do with the ranks of a distributed program.
_RANK = ("rank", "world_size", "replica", "num_nodes", "process_index", "num_processes", "machine")


def is_rank_name(name: str) -> bool:
    """Whether a name has to do with ranks."""
    return any(part in name.lower() for part in _RANK)
