"""An evaluation that shuffles.

## What it does
Reports loaders with `shuffle=True`, or with a sampler that shuffles, whose batches are only evaluated on, in whole
passes: gradients are off, there or in the function that gets the batches, or the model is set to `eval()`, and nothing
calls `backward()`. An option that is true by default counts. The help differs if the outputs are matched by position
with something that the loader does not give, such as a table or a list of names. Where no use of a loader with
`shuffle=True` is seen, its names may say that it is for evaluation: the message says by which it was judged.

Silent if a pass may end early, or if single batches are taken from the loader (`next(iter(loader))`): then shuffling
decides which samples are used. Silent too if `for _ in range(n)` evaluates again and again without any training in
between: the passes differ by their order alone. Also silent if a sampler draws only some of the samples, or if a
comment beside `shuffle=True` gives the reason, unless the outputs are matched by position.

## Why is this bad?
A metric over the whole dataset does not depend on the order, but its outputs do: predictions no longer line up with
the samples, nor with those of another run. Shuffling also draws from torch's global RNG, so one evaluation more changes
the training that follows.

## Example
```python
import torch
from torch.utils.data import DataLoader, TensorDataset

model = torch.nn.Linear(1, 1)
loader = DataLoader(TensorDataset(torch.rand(1000, 1)), batch_size=10, shuffle=True)
model.eval()
with torch.no_grad():
    outputs = []
    for (batch,) in loader:
        outputs.append(model(batch))
```

## Use instead
```python
import torch
from torch.utils.data import DataLoader, TensorDataset

model = torch.nn.Linear(1, 1)
loader = DataLoader(TensorDataset(torch.rand(1000, 1)), batch_size=10)
model.eval()
with torch.no_grad():
    outputs = []
    for (batch,) in loader:
        outputs.append(model(batch))
```

## Fix safety
The order of the samples changes, and with it what is drawn from torch's global RNG afterwards, so a fix is unsafe.

## References
- [Data loading order and `Sampler`](https://docs.pytorch.org/docs/stable/data.html#data-loading-order-and-sampler)
"""

from loaderlint.model.analysis import Analysis
from loaderlint.model.inference.values import Instance
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.loaders.sampler import shuffling_sampler
from loaderlint.model.project.file import Place
from loaderlint.model.training.outputs import matched_by_position
from loaderlint.repairs.loader_options import leave_out, of_others
from loaderlint.repairs.plan import Refusal, Repair
from loaderlint.rule import Applicability, Claim, Evidence, Problem, Problems, Severity, Shown, Sign, rule
from loaderlint.rules.wording import by_name, consumed, not_trained_on

_BY_SAMPLER = Refusal("the sampler is made for this loader, and may choose its samples")


@rule(
    Severity.ADVICE,
    needs=("shuffle", "role"),
    fix=Applicability.UNSAFE,
    claim=Claim("order", lacks=(Sign.IN_ORDER,), needs=("shuffle",)),
)
def check(analysis: Analysis) -> Problems:
    """Yield loaders that are only evaluated on, in random order."""
    for option in ("shuffle", "sampler"):
        for usage, use in analysis.evaluated(option):
            loader = usage.loader
            sampler = shuffling_sampler(loader) if option == "sampler" else None
            if sampler is None and (option == "sampler" or not loader["shuffle"].comes_to(True)):
                continue
            if usage.sampled or use.differs_by_order:  # a batch to look at, or a pass, is meant to be another each time
                continue
            matched = matched_by_position(use)
            place = loader[option].place
            if not matched and place is not None and place.reason:
                continue
            yield Problem(
                place or loader.place,
                "the samples of an evaluation are shuffled"
                + (", and its outputs are matched by their position" if matched else ""),
                help=_help(loader, sampler, matched),
                related=(
                    *consumed(use),
                    *([Evidence(matched, "matched by position here")] if matched else []),
                ),
                unless=not_trained_on(loader, option),
                repair=_repair(loader, sampler),
                loader=loader,
            )
    yield from _by_name(analysis)


def _by_name(analysis: Analysis) -> Problems:
    """Yield loaders that are for evaluation by their names, where no loop is seen to go through them."""
    for loader, named in analysis.evaluated_by_name:
        place = loader["shuffle"].place
        if loader["shuffle"].comes_to(True) and (place is None or not place.reason):
            yield Problem(
                place or loader.place,
                "the samples of an evaluation are shuffled",
                help=_help(loader, None, None),
                note=by_name(named),
                unless=(Shown("gone through", loader.place), *not_trained_on(loader, "shuffle")),
                repair=_repair(loader, None),
                loader=loader,
            )


def _help(loader: Loader, sampler: Instance | None, matched: Place | None) -> str:
    why = (
        "outputs are matched with the dataset by position"
        if matched
        else "a metric over all samples is the same in any order"
    )
    if sampler is not None:
        return f"take the samples in order: {why}"
    if loader.frame.turns or of_others(loader):
        return f"shuffle for training alone: {why}"
    return f"leave `shuffle` out: {why}"


def _repair(loader: Loader, sampler: Instance | None) -> Repair | Refusal:
    return of_others(loader) or (_BY_SAMPLER if sampler is not None else leave_out(loader, "shuffle"))
