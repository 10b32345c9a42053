"""Methods of RNG objects, whatever library makes them: which draw, which seed (FACTS.md 1)."""

from __future__ import annotations

from typing import Final

#: Methods that set the state.
RESEEDING_METHODS: Final = frozenset({
    "seed", "manual_seed", "set_state", "setstate", "bit_generator.state", "set_random_state", "set_random_seed",
})  # fmt: skip

#: Methods that neither draw nor seed.
_IDLE_METHODS = {"get_state", "getstate", "initial_seed", "bit_generator", "bit_generator.seed_seq", "device", "spawn",
                 "clone_state", "graphsafe_get_state"}  # fmt: skip


def draws(method: str) -> bool:
    """Whether the method `method` of an RNG object draws from it."""
    return method not in RESEEDING_METHODS and method not in _IDLE_METHODS and not method.startswith(("_", "["))
