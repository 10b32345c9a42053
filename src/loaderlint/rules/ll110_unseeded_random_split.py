"""A random split that the program cannot repeat.

## What it does
Reports calls of `random_split` without a `generator`, if no program that uses the file seeds torch. It is a warning
where the program saves checkpoints and loads one before it trains, and advice elsewhere. There is no fix where the
project requires a torch before 1.6, whose `random_split` takes no `generator`.

## Why is this bad?
The split comes from torch's global random stream: unless the program seeds it first, every run has another one. A run
that is resumed from a checkpoint then trains on samples that were held back for validation before, and its validation
score means nothing.

## Example
```python
from torch.utils.data import random_split

train_set, val_set = random_split(range(100), [80, 20])
```

## Use instead
```python
import torch
from torch.utils.data import random_split

train_set, val_set = random_split(range(100), [80, 20], generator=torch.Generator().manual_seed(0))
```

## Fix safety
A generator changes which samples are held back, so a fix is unsafe. Its seed is the program's own, or 0, and the same
on all ranks; there is no fix in a loop, where each split is to be another one.

## References
- [torch.utils.data.random_split](https://docs.pytorch.org/docs/stable/data.html#torch.utils.data.random_split)
"""

from loaderlint.model.analysis import Analysis
from loaderlint.model.libraries.facts import Parts
from loaderlint.model.project.file import Place
from loaderlint.model.training.checkpoints import resumed
from loaderlint.repairs.generator import split_by_generator
from loaderlint.repairs.plan import Refusal
from loaderlint.rule import Applicability, Evidence, NoExperiment, Problem, Problems, Severity, Shown, rule
from loaderlint.syntax import tree

_GIVE = "give it a generator: `generator=torch.Generator().manual_seed(seed)`"

_TOO_OLD = Refusal("the torch that the project requires takes no generator here")


@rule(Severity.ADVICE, fix=Applicability.UNSAFE, claim=NoExperiment("it takes a second run of the program"))
def check(analysis: Analysis) -> Problems:
    """Yield random splits that every run makes anew."""
    if analysis.torch_seeding is not None:
        return
    for call in analysis.file.calls:
        splits = analysis.model.evaluator.fact(call.func, analysis.at_large).parts is Parts.ALL
        if splits and not _may_have_generator(call):
            found = resumed(analysis.program)
            yield Problem(
                Place(analysis.file, call.func),
                "the split comes from torch's global RNG: every run has another one, unless torch is seeded before",
                help=_GIVE if analysis.takes("generator") else "seed torch before: `torch.manual_seed(seed)`",
                note="a resumed run trains on what was held back before" if found else "",
                related=(Evidence(found[0], "saved here"), Evidence(found[1], "resumed here")) if found else (),
                severity=Severity.WARNING if found else None,
                unless=(Shown("torch is seeded", Place(analysis.file, analysis.file.tree)),),
                repair=split_by_generator(analysis, Place(analysis.file, call))
                if analysis.takes("generator")
                else _TOO_OLD,
            )


def _may_have_generator(call: tree.Call) -> bool:
    return len(call.args) > 2 or any(a.star or a.keyword == "generator" for a in call.args)
