"""An `__iter__` that shuffles differently in every worker, and then takes every n-th sample.

## What it does
Reports iterable datasets that put all samples in random order from a stream that differs between workers - torch's,
NumPy's or Python's global one, or one seeded from the worker - and then split that order by `get_worker_info()`:
`order[info.id :: info.num_workers]`, `itertools.islice`, or `number % info.num_workers`. Pipelines of webdataset with
`shuffle` before `split_by_worker` are reported, too. Datasets that no loader is seen to read are
reported as a warning in a project that builds no loader, and as advice in one with loaders that may read them.

Silent if all workers shuffle alike, with one seed for all such as the epoch's, or if a `worker_init_fn` may have them
do so.

## Why is this bad?
Every worker takes its part of a different order. A sample that one worker skips may be skipped by all, and another may
be taken by several: of 12 samples, four workers were seen to yield 8 or 9, some of them twice or three times.

## Example
```python
import random

from torch.utils.data import DataLoader, IterableDataset, get_worker_info


class Lines(IterableDataset):
    def __init__(self, lines):
        self.lines = lines

    def __iter__(self):
        info = get_worker_info()
        order = list(self.lines)
        random.shuffle(order)
        yield from order[info.id :: info.num_workers]


loader = DataLoader(Lines(range(12)), num_workers=4)
```

## Use instead
```python
import random

from torch.utils.data import DataLoader, IterableDataset, get_worker_info


class Lines(IterableDataset):
    def __init__(self, lines):
        self.lines = lines

    def __iter__(self):
        info = get_worker_info()
        order = list(self.lines)[info.id :: info.num_workers]
        random.shuffle(order)
        yield from order


loader = DataLoader(Lines(range(12)), num_workers=4)
```

## Fix safety
Another order of the two steps gives other samples in another order, so a fix is unsafe.

## References
- [Iterable-style datasets](https://docs.pytorch.org/docs/stable/data.html#torch.utils.data.IterableDataset)
- torch/utils/data/_utils/worker.py, `_worker_loop`: what torch seeds in a worker
"""

from collections.abc import Iterator

from loaderlint.model.analysis import Analysis
from loaderlint.model.inference.values import ClassRef, Instance
from loaderlint.model.iterables.library_streams import early_shuffle_stage
from loaderlint.model.iterables.shuffle_before_shard import EarlyShuffle, early_shuffles
from loaderlint.model.libraries.facts import Family
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place
from loaderlint.repairs.plan import Before, Refusal, Repair, Replace
from loaderlint.rule import Applicability, Claim, Evidence, Problem, Problems, Severity, Sign, rule
from loaderlint.syntax import tree

_MESSAGE = "every worker takes its part of a different order: some samples are lost, others come twice"
_HELP = "take the worker's part first, then shuffle it; or shuffle with one seed for all workers, such as the epoch"


def _in_dataset(analysis: Analysis, dataset: ClassRef) -> Problems:
    for shuffle in _shuffles(analysis, dataset.instance):
        yield Problem(
            shuffle.part,
            _MESSAGE,
            _HELP,
            related=_evidence(shuffle)[:1],
            rests_on_workers=True,
            repair=_repair(shuffle),
        )


@rule(
    Severity.ERROR,
    needs=("dataset", "worker_init_fn"),
    fix=Applicability.UNSAFE,
    claim=Claim("coverage", (Sign.SAMPLES_LOST, Sign.SAMPLES_DOUBLED)),
    unloaded=_in_dataset,
)
def check(analysis: Analysis) -> Problems:
    """Yield loaders whose workers split different orders."""
    for loader in analysis.loaders:
        if not loader.may_have_workers or loader["num_workers"].is_(1) or loader["num_workers"].may_be(0):
            continue
        if (stages := early_shuffle_stage(loader)) is not None:
            yield Problem(
                loader["dataset"].place or loader.place,
                _MESSAGE,
                help="split the shards by worker first, then shuffle",
                related=_said(*stages),
                loader=loader,
                rests_on_workers=True,
                repair=_swap(*stages),
            )
        early = {
            dataset: shuffles[0]
            for dataset in loader.datasets()
            if (shuffles := [s for s in _shuffles(analysis, dataset) if not _may_be_reseeded(analysis, loader, s)])
        }
        for shuffle in early.values():
            yield Problem(
                loader.place,
                _MESSAGE,
                help=_HELP,
                related=_evidence(shuffle),
                loader=loader,
                datasets=tuple(early),
                rests_on_workers=True,
                repair=_repair(shuffle),
            )


def _shuffles(analysis: Analysis, dataset: Instance) -> Iterator[EarlyShuffle]:
    if isinstance(dataset.cls, ClassRef) and analysis.is_iterable(dataset):
        yield from early_shuffles(analysis.model.evaluator, analysis.item_code(dataset))


def _may_be_reseeded(analysis: Analysis, loader: Loader, shuffle: EarlyShuffle) -> bool:
    """Whether a `worker_init_fn` may set the stream, to the same state in every worker."""
    code = analysis.worker_init_code(loader)
    if code is None or code.opaque:
        return True
    of_object = shuffle.draw.family is Family.OBJECT and "dataset" in code.touched
    return of_object or shuffle.draw.family in code.seeded


def _evidence(shuffle: EarlyShuffle) -> tuple[Evidence, ...]:
    return _said(shuffle.draw.place, shuffle.part)


def _said(shuffled: Place, part: Place) -> tuple[Evidence, ...]:
    return (
        Evidence(shuffled, "every worker shuffles differently"),
        Evidence(part, "then takes its part of the result"),
    )


def _swap(shuffled: Place, part: Place) -> Repair:
    """Have two stages of a pipeline change places."""
    return Repair("split by worker, then shuffle", (Replace(shuffled, (part,)), Replace(part, (shuffled,))))


def _repair(shuffle: EarlyShuffle) -> Repair | Refusal:
    """Take the part before the statement that shuffles, where both are said of one name."""
    file, part, draw = shuffle.part.file, shuffle.part.node, shuffle.draw.place.node
    scopes = file.scopes
    call = next((n for n in (draw, *scopes.ancestors(draw)) if isinstance(n, tree.Call)), None)
    statement = scopes.parent.get(call) if call else None
    match call, statement, part:
        case (
            tree.Call(func=tree.Attribute(attr="shuffle"), args=(tree.Argument(value=tree.Name(id=name)),)),
            tree.Evaluate(),
            tree.Subscript(value=tree.Name(id=parted), index=(tree.Other(kind="slice", children=bounds),)),
        ) if name == parted:
            pass
        case _:
            return Refusal("shuffling and splitting do not use the same variable")
    used = {n.id for bound in bounds for n in tree.walk(bound) if isinstance(n, tree.Name)}
    bindings = [b.node for n in used for b in (scopes.scope_at(part).lookup(n) or (None, []))[1]]
    if shuffle.draw.place.file is not file or any(node.at > statement.at for node in bindings):
        return Refusal("the worker's part is only known after the shuffling")
    changes = (Before(Place(file, statement), (f"{name} = ", shuffle.part)), Replace(shuffle.part, name))
    return Repair("take the worker's part, then shuffle it", changes)
