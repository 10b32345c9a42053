"""An RNG that every worker gets an equal copy of.

## What it does
Reports loaders with workers whose item code (`__getitem__`, `__iter__`, transforms, `collate_fn`) draws from a random
stream that torch does not reseed in workers: an RNG object such as `np.random.default_rng()` that is made once and
kept on the dataset, on a transform, on a class or in a module, or the stream of a library of its own (OpenCV,
albumentations 1.4.21 to 2.0.8, imgaug, MONAI's transforms under torch's loader). Datasets that no loader
is seen to read are reported where the RNG is made: as a warning in a project that builds no loader, as advice in one
with loaders that may read them. Silent if the project trains with no loader, or all that its loaders read is seen.

It is advice for loaders that are only evaluated on, or gone through once by code that only sums up, where item code
draws only if the user of the program sets an option, and where the loader has no worker, or one, from which nothing is
copied, by default or in all settings files around. A single worker
repeats its numbers in every epoch if it is restarted. It is a warning where the loader may also be given a dataset that
draws from no such stream.

Silent if the stream is made or reseeded in item code or in `__iter__`, if a `worker_init_fn` touches it, if persistent
workers only draw a seed from it that they combine with their own id, and if the loader reads a copy of the dataset on
which the program switches off what draws: `held_out = deepcopy(data)`, `held_out.augment = False`.

## Why is this bad?
Workers are copies of the main process, so each starts with the same state: with 4 workers every random crop, flip or
noise is drawn four times over, and again in every epoch unless the workers are persistent. Nothing fails; the
augmentation is just far weaker than it looks. A seed makes no difference, except that an RNG without a seed in a class
or a module is copied by fork only. torch's own stream, `random` and (from torch 1.9 on) NumPy's global stream are
reseeded by torch for every worker and epoch, and are not affected.

## Example
```python
import numpy as np
from torch.utils.data import DataLoader, Dataset


class Noisy(Dataset):
    def __init__(self, data):
        self.data = data
        self.rng = np.random.default_rng()

    def __len__(self):
        return len(self.data)

    def __getitem__(self, index):
        return self.data[index] + self.rng.normal()


loader = DataLoader(Noisy(range(100)), num_workers=4)
```

## Use instead
```python
import numpy as np
from torch.utils.data import DataLoader, Dataset, get_worker_info


class Noisy(Dataset):
    def __init__(self, data):
        self.data = data
        self.rng = np.random.default_rng()

    def __len__(self):
        return len(self.data)

    def __getitem__(self, index):
        return self.data[index] + self.rng.normal()


def seed_worker(worker_id):
    info = get_worker_info()
    info.dataset.rng = np.random.default_rng(info.seed)


loader = DataLoader(Noisy(range(100)), num_workers=4, worker_init_fn=seed_worker)
```

## Fix safety
Reseeding changes which random numbers the program sees, so a fix is unsafe. It writes a function `seed_worker` that
reseeds the streams, or uses one that the file has, and gives it to the loader. RNGs that were made with the same
literal seed stay in step; others get streams of their own. An RNG of another module is imported from there. There is no
fix if such a function cannot reach the stream (it belongs to a module that is not imported, to a `collate_fn` or a
closure), or if the loader has a `worker_init_fn`.

`if self.rng is None: self.rng = ...` in `__getitem__` is no repair: one sample drawn in the main process brings the
collision back.

## References
- [Randomness in multi-process data
  loading](https://docs.pytorch.org/docs/stable/notes/faq.html#my-data-loader-workers-return-identical-random-numbers)
- torch/utils/data/_utils/worker.py, `_worker_loop`: what torch seeds in a worker
"""

from dataclasses import dataclass, replace
from itertools import pairwise

from loaderlint.model.analysis import Analysis
from loaderlint.model.inference.values import UNKNOWN, ClassRef, at_large
from loaderlint.model.libraries.facts import Family
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place
from loaderlint.model.randomness.albumentations import may_share_stream
from loaderlint.model.randomness.rng_origin import Keeper, Origin, origin_of
from loaderlint.model.randomness.seed_mixing import is_mixed_with_worker
from loaderlint.model.workers.asked_options import needed_in
from loaderlint.model.workers.item_code import Draw, ItemCode
from loaderlint.model.workers.set_on_copies import is_off_in_copy
from loaderlint.repairs.worker_seeding import NO_LOADER, WorkerSeeding
from loaderlint.rule import Applicability, Claim, Evidence, Problem, Problems, Severity, Shown, Sign, rule
from loaderlint.rules.wording import joined, usually, where
from loaderlint.syntax import tree

_LIBRARY_HELP = {
    Family.OPENCV: "call `cv2.setRNGSeed(get_worker_info().seed % 2**31)` in a `worker_init_fn`",
    Family.ALBUMENTATIONS: "call `.set_random_seed(info.seed % 2**32)` on the transform of `info.dataset` in a "
    "`worker_init_fn`, with `info = get_worker_info()`",
    Family.IMGAUG: "call `imgaug.seed(get_worker_info().seed % 2**32)` in a `worker_init_fn`",
    Family.MONAI: "use `monai.data.DataLoader`, which reseeds MONAI's transforms in every worker",
}


#: Streams that begin where a transform is made: albumentations gives each its own, which the system seeds, and imgaug
#: gives the first in a process one for all, from NumPy's stream.
_MADE_BY_TRANSFORMS = {Family.ALBUMENTATIONS, Family.IMGAUG}

#: For streams of libraries that the user says something of.
_HELP = "reseed it in every worker from `get_worker_info().seed`, in a `worker_init_fn`"


@dataclass(frozen=True, slots=True)
class _Shared:
    """A stream that workers share, with the first draw from it; `origin` is None for the stream of a library.

    `by_argument` if a function draws from it that a library was given, a `collate_fn` or a transform, to which
    `get_worker_info().dataset` does not lead. What is drawn may
    only be `mixed` with the number of the worker into the seeds of other streams: then epochs are alike, not workers.
    """

    draw: Draw
    origin: Origin | None
    by_argument: bool = False
    mixed: bool = False

    @property
    def place(self) -> Place:
        return self.origin.place if self.origin else self.draw.place

    @property
    def name(self) -> str:
        return f"`{self.origin.name}`" if self.origin else self.draw.family.value

    def evidence(self) -> list[Evidence]:
        made = [Evidence(self.origin.place, f"{self.name} is made once, in the main process")] if self.origin else []
        return [*made, Evidence(self.draw.place, "item code draws from it here")]


def _in_dataset(analysis: Analysis, dataset: ClassRef) -> Problems:
    _, *bases = analysis.model.evaluator.attributes.lineage(dataset)
    said_of_bases = {stream.place for base in bases for stream in _shared_by(analysis, base)}
    for stream in _shared_by(analysis, dataset):
        if stream.place not in said_of_bases:
            yield Problem(
                stream.place,
                f"{stream.name} is copied into every worker of a loader: all of them draw the same numbers",
                help=_help(stream),
                related=tuple(e for e in stream.evidence() if e.place != stream.place),
                rests_on_workers=True,
                repair=NO_LOADER,
            )


@rule(
    Severity.ERROR,
    needs=("dataset", "worker_init_fn"),
    fix=Applicability.UNSAFE,
    claim=Claim("draws", (Sign.WORKERS_ALIKE, Sign.EPOCHS_ALIKE), needs=("num_workers",)),
    unloaded=_in_dataset,
)
def check(analysis: Analysis) -> Problems:
    """Yield loaders whose workers draw the same numbers."""
    seeding = WorkerSeeding(analysis)
    for loader in analysis.loaders:
        if loader.may_have_workers and not analysis.program.only_looks_at(loader.call):
            yield from _in_loader(analysis, loader, seeding)


def _in_loader(analysis: Analysis, loader: Loader, seeding: WorkerSeeding) -> Problems:
    shared: dict[Place, _Shared] = {}
    again = analysis.starts_workers_again(loader)
    in_datasets = [(d, _shared(analysis, analysis.item_code(d))) for d in loader.datasets()]
    drawn = [s for _, streams in in_datasets for s in streams]
    given = (*analysis.library_code(loader), analysis.collate_code(loader))
    drawn += [replace(s, by_argument=True) for code in given for s in _shared(analysis, code)]
    codes = [*(analysis.item_code(d) for d, _ in in_datasets), *given]
    for stream in drawn:
        if is_off_in_copy(loader, codes, stream.draw.place):
            continue
        alike = not stream.mixed or again
        if alike and _is_copied(loader, stream) and not _reset_by_worker_init(analysis, loader, stream):
            shared.setdefault(stream.place, stream)
    if not shared or (loader["num_workers"].is_(1) and not again):
        return
    first, *others = sorted(shared.values(), key=lambda stream: stream.mixed)
    names = {stream.name for stream in others} - {first.name}
    more = f" and {len(names)} more" if names else ""
    options = needed_in(analysis.model.evaluator, codes, first.draw.place)
    who, when = ("all workers of this loader draw", "")
    if again and loader["num_workers"].is_by_default(1):
        who, when = ("the worker of this loader draws", " in every epoch")
    elif first.mixed:
        who, when = ("the workers of this loader draw", " in every epoch")
    is_tried = first.draw.augments and _is_in_try(first.draw.place)
    yield Problem(
        loader.place,
        f"{who} the same numbers from {first.name}{more}{when}{where(options)}",
        help=_help(first),
        note=joined(_note(loader, first, again=again), usually(options), _TRIED if is_tried else ""),
        related=tuple(e for s in shared.values() for e in s.evidence()),
        severity=Severity.ADVICE if options or is_tried or _is_beside_training(analysis, loader) else None,
        certain=loader.is_seen_through and _is_certain(loader, first),
        loader=loader,
        datasets=tuple(d for d, streams in in_datasets if not shared.keys().isdisjoint(s.place for s in streams)),
        rests_on_workers=True,
        least_workers=1 if again else 2,
        unless=() if options else (Shown("drawing only if asked", first.draw.place),),
        repair=seeding.repair(
            loader,
            [s.draw for s in shared.values() if not s.by_argument],
            [s.draw for s in shared.values() if s.by_argument],
        ),
    )


_TRIED = "it is made in a `try`: where that fails, nothing is drawn"


def _is_in_try(place: Place) -> bool:
    """Whether code of a function stands in a `try` that goes on without it where it fails, for any reason."""
    scopes = place.file.scopes
    around = [place.node, *scopes.ancestors(place.node)]
    function = scopes.function_at(place.node)
    within = around[: around.index(function)] if function is not None else []
    return any(
        isinstance(one, tree.Try) and child in one.body and any(map(_goes_on_without, one.handlers))
        for child, one in pairwise(within)
    )


def _goes_on_without(handler: tree.Handler) -> bool:
    """Whether a handler takes all errors, and neither ends the program nor puts something in place of what failed."""
    takes_all = handler.type is None or tree.last_name(handler.type) in ("Exception", "BaseException")
    parts = [part for statement in handler.body for part in tree.walk(statement)]
    ends = any(tree.leaves(part) for part in parts) or any(
        isinstance(part, tree.Call) and tree.last_name(part.func) in ("exit", "_exit", "quit") for part in parts
    )
    return takes_all and not ends and not any(isinstance(part, tree.Assign) for part in parts)


def _is_beside_training(analysis: Analysis, loader: Loader) -> bool:
    return analysis.is_only_evaluated(loader) or analysis.is_only_measured(loader)


def _shared_by(analysis: Analysis, dataset: ClassRef) -> list[_Shared]:
    return [stream for stream in _shared(analysis, analysis.item_code(dataset.instance)) if not stream.mixed]


def _shared(analysis: Analysis, code: ItemCode) -> list[_Shared]:
    """The streams that item code draws from and that workers start with equal copies of."""
    found: dict[object, _Shared] = {}
    for draw in code.draws:
        if draw.rng is None:
            kept = not draw.family.reseeded_by_torch and draw.family not in code.seeded and not code.reseeds_unseen
            if kept and _is_affected(analysis, draw, code):
                found.setdefault(draw.family, _Shared(draw, None))
            continue
        origin = origin_of(draw)
        if origin is None or origin.maker in code.functions:
            continue  # made by the worker itself
        reset = origin.attribute in code.stored or any(s.rng == draw.rng for s in code.seedings)
        if not reset:
            # An object that a method replaces is one stream still: the first is where it begins.
            key = (origin.name, origin.keeper, origin.place.file, origin.cls)
            if key not in found or found[key].mixed:
                found[key] = _Shared(draw, origin, mixed=is_mixed_with_worker(analysis.model.evaluator, code, draw))
    return list(found.values())


def _is_affected(analysis: Analysis, draw: Draw, code: ItemCode) -> bool:
    """Whether the library may be in a version that keeps a stream of its own, and the stream is not made in workers."""
    if draw.place.file.scopes.function_at(draw.place.node) in code.functions and (
        draw.family in _MADE_BY_TRANSFORMS or (draw.family is Family.MONAI and _is_composed(analysis, draw))
    ):
        return False
    if draw.family is not Family.ALBUMENTATIONS:
        return True
    files = dict.fromkeys((draw.place.file, *(frame.file for frame, _ in code.visits)))
    return may_share_stream(analysis.model.evaluator, analysis.model.project.root, files)


def _is_composed(analysis: Analysis, draw: Draw) -> bool:
    """Whether a transform is made within one of several: MONAI's gives it a new stream, which the system seeds."""
    file, evaluator = draw.place.file, analysis.model.evaluator
    calls = (above for above in file.scopes.ancestors(draw.place.node) if isinstance(above, tree.Call))
    return any(evaluator.fact(call.func, at_large(file)).composite for call in calls)


def _is_copied(loader: Loader, stream: _Shared) -> bool:
    """Whether workers may get a copy: a spawned one imports the module, and makes another RNG if it has no seed."""
    if stream.origin is None or stream.origin.seeded or not stream.origin.is_imported:
        return True
    context = loader["multiprocessing_context"]
    return context.is_(None) or context.is_("fork")


def _is_certain(loader: Loader, stream: _Shared) -> bool:
    if stream.origin is None:
        return stream.draw.family is not Family.ALBUMENTATIONS
    return stream.origin.seeded or not stream.origin.is_imported or loader["multiprocessing_context"].is_("fork")


def _reset_by_worker_init(analysis: Analysis, loader: Loader, stream: _Shared) -> bool:
    """Whether the loader's `worker_init_fn` may reseed the stream; no only where there is none or all of it is seen."""
    code = analysis.worker_init_code(loader)
    if code is None or code.opaque or "dataset" in code.touched:
        return True
    origin = stream.origin
    if origin is None:
        return stream.draw.family in code.seeded
    if origin.keeper is Keeper.MODULE and origin.attribute in code.touched:
        return True
    if any(_has_method(analysis, loader, origin, seeding.by) for seeding in code.seedings if seeding.by):
        return True
    made_there = origin.maker in code.functions or origin.attribute in code.stored
    return made_there or any(s.rng == stream.draw.rng for s in code.seedings)


def _has_method(analysis: Analysis, loader: Loader, origin: Origin, name: str) -> bool:
    """Whether a dataset, or the class that makes an RNG object, has a method, or may have it from a library."""
    file, attributes = origin.place.file, analysis.model.evaluator.attributes
    maker = file.scopes.class_of(origin.maker) if isinstance(origin.maker, tree.Function) else None
    classes = [d.cls for d in loader.datasets() if isinstance(d.cls, ClassRef)]
    classes += [ClassRef(file, maker)] if maker is not None else []
    return any(
        UNKNOWN not in attributes.attribute(cls, name) or any(f.keeps_stream for f in attributes.facts(cls.instance))
        for cls in classes
    )


def _help(stream: _Shared) -> str:
    if stream.origin is None:
        return _LIBRARY_HELP.get(stream.draw.family, _HELP)
    if stream.origin.keeper is Keeper.MODULE:
        return _HELP
    if stream.by_argument:
        return "recreate it when `(info.id, info.seed)` changes, with `info = get_worker_info()`"
    kind = stream.draw.rng.fact.rng if stream.draw.rng is not None else None
    seed = "info.seed" if kind is None or kind.bits is None else f"info.seed % 2**{kind.bits}"  # others are refused
    return f"in a `worker_init_fn`, reseed it in `info.dataset` from `{seed}`, with `info = get_worker_info()`"


def _note(loader: Loader, stream: _Shared, *, again: bool) -> str:
    if stream.draw.family is Family.ALBUMENTATIONS:
        return "albumentations 1.4.21 to 2.0.8 is affected, other versions are not"
    if not _is_certain(loader, stream):
        return "if workers are forked; spawned workers import the module again, and make another RNG without a seed"
    if stream.mixed:
        return "workers combine them with their own id, but are restarted for every epoch, and then draw the same again"
    if again and not loader["num_workers"].is_by_default(1):
        return "workers are restarted for every epoch, so the numbers also repeat from epoch to epoch"
    return ""
