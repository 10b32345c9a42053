"""A `worker_init_fn` that seeds every worker, or every epoch, alike.

## What it does
Reports loaders with workers whose `worker_init_fn` (a function, lambda, local function, bound method, `partial` or
callable object) seeds the stream that item code draws from

- with something that is the same in every worker, such as `np.random.seed(0)`: all workers draw the same numbers. The
  time in whole seconds is the same in workers that start together, which is a warning;
- with something that is the same in every epoch, such as `np.random.seed(worker_id)` or `np.random.get_state()[1][0] +
  worker_id`, while workers are restarted for each epoch: every epoch repeats the numbers of the first.

A function that seeds only another stream than the one drawn from is reported as a warning: it has no effect. It is
advice if torch itself seeds the stream that is drawn from, so that no number repeats, if part of the sample code could
not be analysed and the loader may shuffle, as for training, and if item code draws only where the user sets an option.

## Why is this bad?
torch has seeded these streams differently for each worker and epoch before it calls `worker_init_fn`. The function
undoes that: a run over 100 epochs sees one epoch's augmentations 100 times. (Before torch 1.9, workers started with
NumPy's state of the main process, which may change between epochs. Since then `np.random.get_state()[1][0]` is
2147483648 in every worker.)

## Example
```python
import numpy as np
from torch.utils.data import DataLoader, Dataset


class Noisy(Dataset):
    def __len__(self):
        return 100

    def __getitem__(self, index):
        return index + np.random.normal()


def seed_worker(worker_id):
    np.random.seed(worker_id)


loader = DataLoader(Noisy(), num_workers=4, worker_init_fn=seed_worker)
```

## Use instead
```python
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Noisy(Dataset):
    def __len__(self):
        return 100

    def __getitem__(self, index):
        return index + np.random.normal()


def seed_worker(worker_id):
    np.random.seed(torch.initial_seed() % 2**32)


loader = DataLoader(Noisy(), num_workers=4, worker_init_fn=seed_worker)
```

## Fix safety
Another seed changes which random numbers the program sees, so a fix is unsafe. A constant or worker id is replaced by
torch's seed; an option or rank is added to it.

## References
- [Randomness in multi-process data
  loading](https://docs.pytorch.org/docs/stable/data.html#randomness-in-multi-process-data-loading)
- torch/utils/data/_utils/worker.py, `_worker_loop`: what torch seeds in a worker
"""

from dataclasses import replace

from loaderlint.model.analysis import Analysis
from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import Const, FunctionRef, Instance
from loaderlint.model.libraries.facts import Family
from loaderlint.model.libraries.torch import NUMPY_SEEDED_SINCE
from loaderlint.model.loaders.datasets import of_libraries
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.randomness.albumentations import may_share_stream
from loaderlint.model.randomness.item_reseeding import seeded_in_training
from loaderlint.model.randomness.seed_variation import FIXED, VariationOf, is_first_word_of_numpy_state
from loaderlint.model.training.run import Step
from loaderlint.model.workers.asked_options import Condition, conditions, needed_in
from loaderlint.model.workers.conditions import speaks_of_evaluation
from loaderlint.model.workers.item_code import Draw, ItemCode, Seeding
from loaderlint.repairs.plan import Refusal
from loaderlint.repairs.seed_value import seed_freshly
from loaderlint.rule import Applicability, Claim, Evidence, Problem, Problems, Severity, Sign, rule
from loaderlint.rules.wording import joined, listed, usually, where
from loaderlint.syntax import tree

#: What is said of a seed that is the same for a second.
_BY_SECOND = (
    "every worker seeds {} from the time in whole seconds: all workers that start within a second draw the same numbers"
)

#: What is claimed of samples that may not be drawn from what is seeded.
_MAY_REPEAT = Claim("draws", (Sign.WORKERS_ALIKE, Sign.EPOCHS_ALIKE), certain=False)


@rule(
    Severity.ERROR,
    needs=("dataset", "worker_init_fn", "persistent_workers"),
    fix=Applicability.UNSAFE,
    claim=Claim("draws", (Sign.WORKERS_ALIKE, Sign.EPOCHS_ALIKE), needs=("num_workers",)),
    claim_at=dict.fromkeys((Severity.WARNING, Severity.ADVICE), _MAY_REPEAT),
)
def check(analysis: Analysis) -> Problems:
    """Yield loaders whose workers are seeded alike."""
    for loader in analysis.loaders:
        function = _worker_init(analysis, loader) if loader.may_have_workers else None
        if function is None or analysis.is_only_evaluated(loader):
            continue
        drawn = _drawn(analysis, analysis.worker_code(loader))
        code = analysis.model.explorer.functions([function])
        problem = _repeats(analysis, loader, function, code, drawn) or _misses(analysis, loader, function, code, drawn)
        if problem is not None:
            yield problem


def _worker_init(analysis: Analysis, loader: Loader) -> FunctionRef | None:
    """The function given as `worker_init_fn`, if only in some cases: `... if seed is not None else None`."""
    given = [v for v in loader["worker_init_fn"].values if not (isinstance(v, Const) and v.value is None)]
    functions = analysis.model.evaluator.attributes.callables(given[0]) if len(given) == 1 else []
    return functions[0] if len(functions) == 1 else None


def _drawn(analysis: Analysis, codes: tuple[ItemCode, ...]) -> dict[Family, Draw]:
    """The first draw from each stream in a loader's item code."""
    drawn: dict[Family, Draw] = {}
    for draw in (_of_release(analysis, draw) for code in codes for draw in code.draws):
        drawn.setdefault(draw.family, draw)
    return drawn


def _asked(analysis: Analysis, codes: tuple[ItemCode, ...], family: Family) -> tuple[Condition, ...]:
    """What the user of the program has to ask for if item code is to draw from a stream at all."""
    draws = [draw for code in codes for draw in code.draws if _of_release(analysis, draw).family is family]
    ways = [needed_in(analysis.model.evaluator, codes, draw.place) for draw in draws]
    return min(ways, key=len, default=())


def _of_release(analysis: Analysis, draw: Draw) -> Draw:
    """A draw from the stream that the project's release of a library has: Python's, for an old albumentations."""
    evaluator, root = analysis.model.evaluator, analysis.model.project.root
    own = draw.family is not Family.ALBUMENTATIONS or may_share_stream(evaluator, root, (draw.place.file,))
    return draw if own else replace(draw, family=Family.PYTHON)


def _repeats(
    analysis: Analysis, loader: Loader, function: FunctionRef, code: ItemCode, drawn: dict[Family, Draw]
) -> Problem | None:
    """The problem of a seed that is the same in every worker or in every epoch, for a stream that is drawn from.

    Where it cannot be seen what samples are made of, and they are shuffled as for training, all streams count.
    """
    unseen = not drawn and not _is_seen(analysis, loader) and _may_train(loader)
    itself = seeded_in_training(analysis.model.evaluator, analysis.worker_code(loader))
    last = {family: s for s in code.seedings for family in s.families if family not in itself}
    variation_of = VariationOf(analysis.model.evaluator, function.node)
    alike = {
        family: what
        for family in (last if unseen else drawn)
        if family in last and (what := _alike(analysis, loader, variation_of, last[family])) is not None
    }
    if not alike:
        return None
    family, what = next(iter(alike.items()))
    streams = [other.value for other in alike if alike[other] == what] if unseen else [family.value]
    draw = drawn.get(family)
    is_drawn = draw is not None and loader.is_seen_through
    seeding = last[family]
    wanted = conditions(analysis.model.evaluator, seeding.place, seeding.frame)
    options = (*_asked(analysis, analysis.worker_code(loader), family), *(c for c in wanted if c.fails))
    return Problem(
        loader["worker_init_fn"].place or loader.place,
        what.format(listed(streams)) + where(options),
        help="seed from `torch.initial_seed() % 2**32`, which torch makes new for every worker and epoch",
        note=joined(_note(draw), usually(options)),
        related=(Evidence(seeding.place, "seeded here, at the start of every worker"),),
        severity=Severity.ADVICE if draw is None or options else None,
        certain=is_drawn and loader["worker_init_fn"].known and what is not _BY_SECOND,
        repair=seed_freshly(analysis, function, code),
        loader=loader,
        rests_on_workers=True,
    )


def _is_seen(analysis: Analysis, loader: Loader) -> bool:
    """Whether all that makes samples is seen: the code of datasets, and the transforms that a library's were given."""
    explorer, datasets = analysis.model.explorer, loader.datasets()
    of_library = [d for d in of_libraries(explorer.evaluator, loader["dataset"].values) if d.fact.pictures is not None]
    seen = [not analysis.item_code(dataset).opaque for dataset in datasets]
    seen += [explorer.draws_nothing_unseen(dataset) for dataset in of_library]
    return bool(seen) and all(seen)


def _alike(analysis: Analysis, loader: Loader, variation_of: VariationOf, seeding: Seeding) -> str | None:
    """What a seeding makes alike, with room for the streams; None if nothing, or nothing is certain."""
    seed = _seed(seeding)
    variation = variation_of.expression(seed, seeding.frame) if seed is not None else None
    if variation is None or variation.is_fresh:
        return None
    if not variation.worker and not loader["num_workers"].is_(1):
        return _BY_SECOND if variation.by_second else "every worker seeds {} alike: all workers draw the same numbers"
    again = variation.epoch or _follows_main_process(analysis, seeding)
    if not again and analysis.starts_workers_again(loader):
        return "workers seed {} alike in every epoch: each epoch repeats the same random numbers"
    return None


def _follows_main_process(analysis: Analysis, seeding: Seeding) -> bool:
    """Whether a seed is made of a NumPy state that workers inherit, as before torch 1.9, and epochs may set anew."""
    evaluator, seed = analysis.model.evaluator, _seed(seeding)
    parts = [n for n in tree.walk(seed) if isinstance(n, tree.Subscript)] if seed is not None else []
    inherited = any(is_first_word_of_numpy_state(evaluator, part, seeding.frame) for part in parts)
    if not inherited or analysis.target.admits_from(NUMPY_SEEDED_SINCE):
        return False
    return any(_sets_numpy_anew(evaluator, step) for step in analysis.program.steps)


def _sets_numpy_anew(evaluator: Evaluator, step: Step) -> bool:
    """Whether a step, in a loop, seeds NumPy's stream with what is not certainly the same each time."""
    scenes = step.scene.outwards() if step.scene is not None else ()
    if not isinstance(step.node, tree.Call) or not any(isinstance(s.node, tree.For | tree.While) for s in scenes):
        return False
    seeds = Family.NUMPY in (step.fact.seeds or ())
    args = step.node.args
    return seeds and not (args and VariationOf(evaluator, None).expression(args[0].value, step.frame) == FIXED)


def _may_train(loader: Loader) -> bool:
    """Whether the loader is given an order that may be random, under no name that speaks of evaluation."""
    samplers = [value for value in loader["sampler"].values if isinstance(value, Instance) and value.fact.sampler]
    in_order = loader["shuffle"].is_(False) or loader["shuffle"].is_(None)
    if in_order and not samplers:
        return False
    given = loader.options.expression("dataset")
    function = loader.file.scopes.function_at(loader.call)
    return not any(speaks_of_evaluation(n) for n in (given[0] if given else None, function) if n is not None)


def _note(draw: Draw | None) -> str:
    """What draws from the stream that the claim rests on."""
    if draw is None:
        return "part of the sample code could not be analysed: it is harmless if samples draw no random numbers"
    function = draw.place.file.scopes.function_at(draw.place.node)
    owner = draw.place.file.scopes.class_of(function) if function is not None else None
    names = [n.name for n in (owner, function) if isinstance(n, tree.Class | tree.Function)]
    call = draw.place.node
    drawing = tree.dotted(call.func) if isinstance(call, tree.Call) else None
    return f"`{drawing}` in `{'.'.join(names)}` draws from {draw.family.value}" if drawing and names else ""


def _misses(
    analysis: Analysis, loader: Loader, function: FunctionRef, code: ItemCode, drawn: dict[Family, Draw]
) -> Problem | None:
    """The problem of a function that seeds streams which item code does not draw from.

    It does no harm to seed them with what is new for every worker and epoch, as torch's own seeds are.
    """
    seeded = code.seeded
    only_seeds = seeded and not code.opaque and "dataset" not in code.touched
    if not only_seeds or not drawn or not loader.is_wholly_seen or seeded & drawn.keys() or Family.OBJECT in drawn:
        return None
    variation_of = VariationOf(analysis.model.evaluator, function.node)
    seeds = [variation_of.expression(seed, s.frame) if (seed := _seed(s)) else None for s in code.seedings]
    if all(seed is not None and seed.is_fresh for seed in seeds):
        return None
    family, draw = next(iter(drawn.items()))
    first = code.seedings[0]
    return Problem(
        loader["worker_init_fn"].place or loader.place,
        f"seeds {first.families[0].value}, but samples are drawn from {family.value}: the seed has no effect",
        help=f"seed {family.value} instead, from `torch.initial_seed() % 2**32`",
        note=_note(draw),
        related=(Evidence(first.place, "seeded here, at the start of every worker"),),
        severity=Severity.ADVICE if analysis.torch_seeds(family) else Severity.WARNING,
        repair=Refusal("you must decide whether to seed the other stream or none"),
        loader=loader,
        rests_on_workers=True,
    )


def _seed(seeding: Seeding) -> tree.Expr | None:
    """The expression that a stream is seeded with; None where the call has none (a fresh seed from the system)."""
    call = seeding.place.node
    assert isinstance(call, tree.Call)
    arguments = [a for a in call.args if not a.star]
    return arguments[0].value if arguments else None
