"""What rules say that a loader does when it runs: plain data, for `verify` and its child processes to hold them to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Sign(Enum):
    """One thing that is seen, or seen not to be, when a loader runs: rules claim signs, experiments look for them."""

    WORKERS_ALIKE = "different workers draw the same numbers"
    EPOCHS_ALIKE = "every epoch draws the same numbers"
    ITEM_CONSTANT = "an item draws the same numbers every time"
    RESEEDED = "all items of a worker start from the same random numbers"
    FOLLOWS_GLOBAL_RNG = "any other draw from the global RNG changes what the loader gives"
    ORDER_REPEATS = "every epoch has the same order"
    IN_ORDER = "samples come in the order of the dataset"
    WEIGHTS_WITHOUT_EFFECT = "weights do not decide how often samples come"
    SAMPLES_DOUBLED = "samples come more than once an epoch"
    SAMPLES_PADDED = "some samples come on two ranks, so that all get as many"
    SAMPLES_LOST = "samples are lost"
    RAISES = "the loader raises"
    RAISES_UNFORKED = "the loader raises with workers that are not forked"
    RAISES_WITHOUT_WORKERS = "the same options raise where there are no workers"
    WRONG_SAMPLES = "workers read other samples than the main process"
    REBUILT = "a new loader is built for every epoch"
    RESTARTS = "every epoch waits for workers to start anew"
    STALE = "workers do not see what the main process changed"
    CACHE_LOST = "what a worker remembers is gone in the next epoch"
    MEMORY_COPIED = "every worker ends up with a copy of the dataset"
    FIRST_BATCH_ONLY = "the program takes the first batch of the loader, and no other, again and again"
    MORE_THAN_CORES = "more workers start than there are cores that the program may use"
    WAITS_FOR_DATA = "the consumer waits for data"
    RANKS_ALIKE = "ranks draw the same numbers"
    COPY_WAITS = "a copy to the GPU keeps the program waiting in spite of `non_blocking=True`"
    BLOCKING_COPY_WAITS = "a copy to the GPU keeps the program waiting, and with `non_blocking=True` does not"


#: How to say that a sign does not show, of those that are claimed not to.
NOT_SO = {
    Sign.IN_ORDER: "samples do not come in the order of the dataset",
    Sign.ITEM_CONSTANT: "an item draws other numbers each time",
    Sign.WORKERS_ALIKE: "workers do not draw the same numbers",
}


@dataclass(frozen=True, slots=True)
class Claim:
    """What a finding says that `experiment` shows: at least one of `shows` is seen, or one of `lacks` is not.

    `never` is what the rule says does not happen: to see it refutes the finding, as does seeing nothing of what is
    claimed where the claim is `certain` for every version of torch, all data and any options. `aside` are signs that
    the arguments of the loader show with the fix as well, since the fix is in what leads to them. `cures` are signs
    that compare with the fix as they are: it is not in the loader, but in what uses it. Experiments `besides` show what
    the first does not. Where the loader was given none of an option that the claim `needs`, not to see it says nothing.
    """

    experiment: str
    shows: tuple[Sign, ...] = ()
    lacks: tuple[Sign, ...] = ()
    never: tuple[Sign, ...] = ()
    aside: tuple[Sign, ...] = ()
    cures: tuple[Sign, ...] = ()
    besides: tuple[str, ...] = ()
    certain: bool = True
    needs: tuple[str, ...] = ()

    @property
    def experiments(self) -> tuple[str, ...]:
        """All that is run to show it."""
        return (self.experiment, *self.besides)

    @property
    def signs(self) -> tuple[Sign, ...]:
        """What is claimed to show, and not to show."""
        return (*self.shows, *self.lacks)

    def said(self, sign: Sign) -> str:
        """Say of one of the signs what is claimed: that it shows, or that it does not."""
        return NOT_SO[sign] if sign in self.lacks else sign.value


@dataclass(frozen=True, slots=True)
class NoExperiment:
    """Why nothing that `verify` runs can show what a rule says."""

    reason: str
