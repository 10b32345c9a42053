"""What the findings of a rule claim about the loader that runs: signs that show before the fix, and not after it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from loaderlint.finding import Finding, Severity
from loaderlint.verify.measurement import Sign
from loaderlint.verify.ranks import NAME as RANKS

#: How to say that a sign does not show, of those that are claimed not to.
NOT_SO = {
    Sign.IN_ORDER: "samples do not come in the order of the dataset",
    Sign.WORKERS_ALIKE: "workers do not draw the same numbers",
}


@dataclass(frozen=True, slots=True)
class Claim:
    """At least one of `shows` is seen, or one of `lacks` is not.

    `never` is what the rule says does not happen: to see it refutes the finding, as does seeing nothing of what is
    claimed where the claim is `certain` for every version of torch, all data and any options. `aside` are signs that
    the arguments of the loader show with the fix as well, since the fix is in what leads to them. `experiments` are
    run in place of the one that the rule names; each may plan with so many `seconds`. Where the loader was given none
    of an option that the claim `needs`, not to see it says nothing.
    """

    shows: tuple[Sign, ...] = ()
    lacks: tuple[Sign, ...] = ()
    never: tuple[Sign, ...] = ()
    aside: tuple[Sign, ...] = ()
    experiments: tuple[str, ...] = ()
    certain: bool = True
    seconds: float = 10.0
    needs: tuple[str, ...] = ()


_WORKERS = ("num_workers",)

_COLLIDES = Claim((Sign.WORKERS_ALIKE, Sign.EPOCHS_ALIKE), needs=_WORKERS)
_UNDECLARED = Claim((Sign.FOLLOWS_GLOBAL_RNG,), never=(Sign.WORKERS_ALIKE,))
_RAISES = Claim((Sign.RAISES,))
_MAY_RAISE = Claim((Sign.RAISES,), certain=False)

#: Where workers are spawned, each start of them takes seconds.
_SPAWNED = 40.0

#: By rule. What needs a training that goes on is not among them.
_CLAIMS = {
    "LL101": _COLLIDES,
    "LL103": _UNDECLARED,
    "LL104": _COLLIDES,
    "LL106": Claim((Sign.ITEM_CONSTANT, Sign.RESEEDED, Sign.WORKERS_ALIKE, Sign.EPOCHS_ALIKE), needs=_WORKERS),
    "LL107": Claim((Sign.FOLLOWS_GLOBAL_RNG,)),
    "LL108": Claim((Sign.ORDER_REPEATS,), experiments=("epochs",)),
    "LL109": Claim((Sign.RANKS_ALIKE,), experiments=(RANKS,)),
    "LL201": replace(_RAISES, needs=("persistent_workers",)),
    "LL202": _MAY_RAISE,
    "LL203": replace(_RAISES, needs=("shuffle", "sampler")),
    "LL204": replace(_RAISES, needs=("batch_sampler",)),
    "LL205": _RAISES,
    "LL206": replace(_RAISES, needs=("drop_last",)),
    "LL207": Claim((Sign.RAISES, Sign.RAISES_WITHOUT_WORKERS), aside=(Sign.RAISES_WITHOUT_WORKERS,), certain=False),
    "LL301": Claim(
        (Sign.WRONG_SAMPLES, Sign.RAISES), experiments=("start methods", "coverage"), certain=False, seconds=_SPAWNED
    ),
    "LL303": replace(_RAISES, seconds=_SPAWNED, needs=_WORKERS),
    "LL304": replace(_RAISES, seconds=_SPAWNED, needs=_WORKERS),
    "LL305": Claim((Sign.MEMORY_COPIED,), needs=_WORKERS),
    "LL306": Claim((Sign.STALE,), needs=_WORKERS),
    "LL307": Claim((Sign.CACHE_LOST,), needs=_WORKERS),
    "LL308": replace(_RAISES, needs=_WORKERS),
    "LL309": replace(_MAY_RAISE, seconds=_SPAWNED),
    "LL310": _MAY_RAISE,
    "LL311": _MAY_RAISE,
    "LL401": Claim((Sign.SAMPLES_DOUBLED,), needs=_WORKERS),
    "LL402": Claim((Sign.ORDER_REPEATS,)),
    "LL403": Claim((Sign.IN_ORDER,)),
    "LL404": Claim(lacks=(Sign.IN_ORDER,), needs=("shuffle",)),
    "LL405": Claim((Sign.SAMPLES_LOST,), certain=False),
    "LL406": Claim((Sign.REBUILT,), experiments=("epochs",)),
    "LL409": Claim((Sign.SAMPLES_LOST, Sign.SAMPLES_DOUBLED)),
    "LL410": Claim((Sign.SAMPLES_DOUBLED,), experiments=(RANKS,), certain=False),
    "LL411": Claim((Sign.SAMPLES_LOST,), certain=False),
    "LL501": Claim((Sign.WAITS_FOR_DATA,), experiments=("throughput", "transfer"), certain=False),
    "LL502": Claim((Sign.RESTARTS,), needs=_WORKERS),
    "LL503": Claim((Sign.COPY_WAITS,), certain=False),
    "LL504": Claim((Sign.BLOCKING_COPY_WAITS,), aside=(Sign.BLOCKING_COPY_WAITS,), certain=False),
}

#: What the errors among the findings of a rule claim, where the rest claims something else, or nothing that shows.
_OF_ERRORS = {
    "LL102": Claim((Sign.WORKERS_ALIKE, Sign.EPOCHS_ALIKE), certain=False),  # before torch 1.9
    "LL105": _RAISES,
    "LL208": _MAY_RAISE,
}

_OF_OTHERS = {
    "LL102": _UNDECLARED,
    "LL104": Claim((Sign.WORKERS_ALIKE, Sign.EPOCHS_ALIKE), certain=False),  # or the seed is of another stream
}


def claim_of(finding: Finding) -> Claim | None:
    """Return what a finding claims, or None if no experiment on a loader can show it."""
    if finding.experiment is None:
        return None
    by_severity = _OF_ERRORS if finding.severity is Severity.ERROR else _OF_OTHERS
    return by_severity.get(finding.code) or _CLAIMS.get(finding.code)
