"""What the findings of a rule claim about the loader that runs: signs that show before the fix, and not after it."""

from __future__ import annotations

from dataclasses import dataclass

from loaderlint.verify.measurement import Sign


@dataclass(frozen=True, slots=True)
class Claim:
    """At least one of `shows` is seen, or one of `lacks` is not.

    `never` names what the rule says does not happen: to see it refutes the finding. `also` are experiments beside that
    of the rule.
    """

    shows: tuple[Sign, ...] = ()
    lacks: tuple[Sign, ...] = ()
    never: tuple[Sign, ...] = ()
    also: tuple[str, ...] = ()


_RAISES = Claim((Sign.RAISES,))

CLAIMS = {
    "LL101": Claim((Sign.WORKERS_ALIKE, Sign.EPOCHS_ALIKE)),
    "LL102": Claim((Sign.WORKERS_ALIKE, Sign.EPOCHS_ALIKE)),
    "LL103": Claim((Sign.FOLLOWS_GLOBAL_RNG,), never=(Sign.WORKERS_ALIKE,), also=("order",)),
    "LL104": Claim((Sign.WORKERS_ALIKE, Sign.EPOCHS_ALIKE)),
    "LL105": _RAISES,
    "LL106": Claim((Sign.ITEM_CONSTANT, Sign.WORKERS_ALIKE, Sign.EPOCHS_ALIKE)),
    "LL107": Claim((Sign.FOLLOWS_GLOBAL_RNG,)),
    "LL108": Claim((Sign.ORDER_REPEATS,)),
    "LL109": Claim((Sign.RANKS_ALIKE,)),
    "LL201": _RAISES,
    "LL202": _RAISES,
    "LL203": _RAISES,
    "LL204": _RAISES,
    "LL205": _RAISES,
    "LL206": _RAISES,
    "LL207": _RAISES,
    "LL208": _RAISES,
    "LL209": _RAISES,
    "LL301": Claim((Sign.WRONG_SAMPLES, Sign.RAISES), also=("coverage",)),
    "LL302": _RAISES,
    "LL303": _RAISES,
    "LL304": _RAISES,
    "LL305": Claim((Sign.MEMORY_COPIED,)),
    "LL306": Claim((Sign.STALE,)),
    "LL307": Claim((Sign.CACHE_LOST,)),
    "LL308": _RAISES,
    "LL309": _RAISES,
    "LL311": _RAISES,
    "LL401": Claim((Sign.SAMPLES_DOUBLED,)),
    "LL402": Claim((Sign.ORDER_REPEATS,)),
    "LL403": Claim((Sign.IN_ORDER,)),
    "LL404": Claim(lacks=(Sign.IN_ORDER,)),
    "LL405": Claim((Sign.SAMPLES_LOST,)),
    "LL409": Claim((Sign.SAMPLES_LOST, Sign.SAMPLES_DOUBLED)),
    "LL410": Claim((Sign.SAMPLES_DOUBLED,)),
    "LL411": Claim((Sign.SAMPLES_LOST,)),
    "LL501": Claim((Sign.WAITS_FOR_DATA,)),
    "LL502": Claim((Sign.RESTARTS,)),
}
