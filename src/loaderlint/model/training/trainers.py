"""Loaders that a library's trainer runs, epoch after epoch: Lightning is handed them, others make them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loaderlint.model.inference.call_options import Options
from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import (
    ClassRef,
    Const,
    External,
    FunctionRef,
    Instance,
    Meaning,
    Meanings,
    Member,
    Super,
    at_large,
)
from loaderlint.model.libraries.facts import Loop, Purpose
from loaderlint.model.libraries.lightning import NAMES, ONLY_IN_1
from loaderlint.model.loaders.loader import Loader, built
from loaderlint.model.loaders.trainer_devices import needs_gpu, strategy_for_ranks
from loaderlint.model.project.file import File, Place
from loaderlint.model.project.pins import ends_before, pinned
from loaderlint.model.training.role import Role, role_of
from loaderlint.model.training.run import Step
from loaderlint.model.workers.gpu_placement import names_gpu
from loaderlint.model.workers.item_work import SHUFFLING, called, shuffled_by
from loaderlint.syntax import tree

#: Methods of a Trainer: the loaders that they take after the model, by position and keyword, and the hooks that give
#: the like.
_METHODS = {
    "fit": (("train_dataloaders", "train_dataloader"), ("val_dataloaders", "val_dataloader")),
    "validate": (("dataloaders", "val_dataloader"),),
    "test": (("dataloaders", "test_dataloader"),),
    "predict": (("dataloaders", "predict_dataloader"),),
}

#: Arguments of these methods whose hooks are called; a data module may stand in the place of the loaders as well.
_MODULES = ("model", "datamodule")

_ROLES = {Purpose.TRAINING: Role.TRAINING, Purpose.EVALUATION: Role.EVALUATION}

_OLD_KEYWORDS = {"train_dataloader": "train_dataloaders", "test_dataloaders": "dataloaders"}


@dataclass(frozen=True, slots=True)
class Handed:
    """Loaders that a trainer iterates: handed over at `place`, once or in every epoch.

    Where it certainly moves the batches to a GPU, `moved` is where it is told to, `ranks` where it is told to run
    several processes, and `sampled` what has it put in a sampler for ranks, though there may be one only. How often it
    happens is not `counted` where something else asks for it. `called` is the function of the project that gets each
    batch.
    """

    values: Meanings
    place: Place
    role: Role
    repeated: bool
    moved: Place | None = None
    ranks: Place | None = None
    sampled: Place | None = None
    counted: bool = True
    called: FunctionRef | None = None


def hooks(evaluator: Evaluator, file: File) -> Iterator[Handed]:
    """Yield what the hooks of the Lightning modules in a file return."""
    module = at_large(file)
    for cls in file.classes:
        for name, hook in evaluator.attributes.hooks(ClassRef(file, cls).instance).items():
            # `__init__` may have given the hook, or more of it: `self.train_dataloader = self._train_loader`.
            method = hook.node if file.scopes.class_of(hook.node) is cls else None
            for value in (file.returned(method) or ()) if isinstance(method, tree.Function) else ():
                values = evaluator.evaluate(value, module)
                yield Handed(values, Place(file, value), _role(name), _is_repeated(name))


def handed(evaluator: Evaluator, step: Step) -> Iterator[Handed]:
    """Yield the loaders that a call of a Trainer's method takes."""
    call = step.node
    if not (isinstance(call, tree.Call) and isinstance(call.func, tree.Attribute) and call.func.attr in _METHODS):
        return
    for callee in step.callees:
        if (options := _trainer(evaluator, callee, call.func.value, step)) is None:
            continue
        repeated = call.func.attr == "fit" and not _fits_once(options)
        ranks = _ranks(evaluator, options)
        told = _moved(evaluator, options), ranks, _sampled(evaluator, options, ranks)
        positional = [a for a in call.args if a.keyword is None and not a.star]
        for number, (name, hook) in enumerate(_METHODS[call.func.attr], 1):
            found = [a for a in call.args if a.keyword and _OLD_KEYWORDS.get(a.keyword, a.keyword) == name]
            found = found or positional[number : number + 1]
            for argument in found:
                values = evaluator.evaluate(argument.value, step.frame)
                yield Handed(values, Place(step.file, argument), _role(hook), repeated, *told)
            for argument in (a for a in call.args if a.keyword in _MODULES or a in positional[:2]):
                values = _given_by_hook(evaluator, argument, hook, step)
                yield Handed(values, Place(step.file, argument), _role(hook), repeated, *told)


def looped(evaluator: Evaluator, steps: Sequence[Step], step: Step) -> Iterator[Handed]:
    """Yield the loader that a call of a library goes through, or has an object go through later."""
    call = step.node
    if not isinstance(call, tree.Call) or tree.last_name(call.func) not in evaluator.libraries.looping:
        return
    for callee in step.callees:
        owner = callee.owner if isinstance(callee, Member) else None
        thing = evaluator.member(owner, callee.name) if owner and isinstance(callee, Member) else callee
        loop = thing.fact.loop if isinstance(thing, External) else None
        if loop is None:
            continue
        role = _ROLES.get(loop.purpose) or _own_role(evaluator, steps, owner)
        epochs = tree.given(call, *loop.epochs) if loop.epochs is not None else None
        counts = evaluator.evaluate(epochs.value, step.frame) if epochs is not None else ()
        repeated = epochs is not None and not all(isinstance(v, Const) and v.value == 1 for v in counts)
        if (given := tree.given(call, *loop.loader)) is not None:
            yield Handed(
                evaluator.evaluate(given.value, step.frame),
                Place(step.file, given),
                role,
                repeated,
                _device(evaluator, owner, loop),
                counted=loop.epochs is not None or step.is_single,
                called=_called(evaluator, owner) if loop.purpose is Purpose.OWN else None,
            )


def _device(evaluator: Evaluator, engine: Instance | None, loop: Loop) -> Place | None:
    """Where the object that goes through a loader is told to move the batches to a GPU."""
    if loop.device is None or engine is None or engine.call is None:
        return None
    device = tree.given(engine.call, *loop.device)
    on_gpu = device is not None and names_gpu(evaluator, device.value, engine.frame)
    return Place(engine.file, device) if device is not None and on_gpu else None


def _called(evaluator: Evaluator, engine: Instance | None) -> FunctionRef | None:
    """The function of the project that the object which goes through a loader was made with."""
    if engine is None or engine.call is None or not engine.call.args:
        return None
    functions = evaluator.evaluate(engine.call.args[0].value, engine.frame)
    only = functions[0] if len(functions) == 1 else None
    return only if isinstance(only, FunctionRef) else None


def _own_role(evaluator: Evaluator, steps: Sequence[Step], engine: Instance | None) -> Role:
    """What a loop is for by the function that its object was made with."""
    inside = (scene for step in steps for scene in (step.scene.outwards() if step.scene else ()))
    scene = next((scene for scene in inside if engine is not None and scene.node is engine.call), None)
    return Role.UNKNOWN if scene is None else role_of(evaluator, scene)


def orders_anew(evaluator: Evaluator, place: Place, loader: Loader) -> bool:
    """Whether a module that a Trainer fits, or that gives the loader at `place`, shuffles in every epoch."""
    file, module = place.file, at_large(place.file)
    given = [a.value for call in file.calls_named("fit") for a in call.args if not a.star]
    modules = [m for expr in given for m in evaluator.evaluate(expr, module) if isinstance(m, Instance)]
    classes = [m.cls for m in modules if isinstance(m.cls, ClassRef)]
    classes += [ClassRef(file, node) for node in file.scopes.ancestors(place.node) if isinstance(node, tree.Class)]
    told = SHUFFLING | shuffled_by(loader)
    return any(
        "epoch" in name and not told.isdisjoint(called(method))
        for cls in classes
        for base in evaluator.attributes.lineage(cls)
        for name, method in base.file.methods(base.node).items()
    )


def trained(evaluator: Evaluator, step: Step) -> Iterator[Handed]:
    """Yield the loaders that a trainer has made, or a method of its own, where it is told to train on them."""
    match step.node:
        case tree.Call(func=tree.Attribute(attr="train", value=owner)) as call:
            for trainer in evaluator.evaluate(owner, step.frame):
                loader = built(evaluator, trainer) if isinstance(trainer, Instance) else None
                if loader is not None and loader.signature.settings is not None:
                    epochs, steps = loader["num_train_epochs"].constant, loader["max_steps"]
                    repeated = epochs is not None and epochs.value != 1 and steps.is_(-1)
                    yield Handed((trainer,), Place(step.file, call), Role.TRAINING, repeated)
                elif values := _made_by_own_method(evaluator, trainer, step):
                    repeated = not _holds(evaluator, trainer, "num_train_epochs", 1)
                    repeated = repeated and _holds(evaluator, trainer, "max_steps", -1)
                    yield Handed(values, Place(step.file, call), Role.TRAINING, repeated)


def _made_by_own_method(evaluator: Evaluator, trainer: Meaning, step: Step) -> Meanings:
    """What a trainer of the project gives the library as its loader, if it has a method of its own for that."""
    if not isinstance(trainer, Instance) or not isinstance(trainer.cls, ClassRef):
        return ()
    makers = (fact.loader.maker for fact in evaluator.attributes.facts(trainer) if fact.loader and fact.loader.maker)
    maker = next(makers, None)
    methods = evaluator.attributes.attribute(trainer, maker) if maker is not None else ()
    return tuple(m for method in methods for m in _returned(evaluator, method, step))


def _holds(evaluator: Evaluator, trainer: Meaning, name: str, value: object) -> bool:
    """Whether the settings of a trainer say so, be it by a default."""
    settings = evaluator.attributes.attribute(trainer, "args")
    found = [m for one in settings for m in evaluator.attributes.attribute(one, name)]
    return bool(found) and all(isinstance(m, Const) and m.value == value for m in found)


def seeds_workers(evaluator: Evaluator, file: File) -> bool:
    """Whether Lightning gives the loaders of a program a `worker_init_fn` that seeds NumPy: asked for with a seed."""
    module = at_large(file)
    for call in file.calls_named("seed_everything"):
        workers = tree.given(call, "workers", 1)
        values = evaluator.evaluate(workers.value, module) if workers is not None else ()
        on = workers is not None and all(isinstance(v, Const) and v.value is True for v in values)
        if on and evaluator.fact(call.func, module).seeds_workers:
            return True
    return False


def _given_by_hook(evaluator: Evaluator, handed_over: tree.Argument, hook: str, step: Step) -> Meanings:
    """What a hook of the modules that are handed over returns."""
    found: list[Meaning] = []
    for module in evaluator.evaluate(handed_over.value, step.frame):
        method = evaluator.attributes.hooks(module).get(hook)
        found += _returned(evaluator, method, step) if method is not None else ()
    return tuple(found)


def _returned(evaluator: Evaluator, method: Meaning, step: Step) -> Meanings:
    """What a method gives that a library calls."""
    inner = evaluator.calls.enter(method, None, step.frame) if isinstance(method, FunctionRef) else None
    returned = evaluator.branches.returned(inner) if inner is not None else ()
    return tuple(m for value in returned for m in evaluator.evaluate(value, inner)) if inner is not None else ()


def _role(hook: str) -> Role:
    return Role.TRAINING if "train" in hook else Role.EVALUATION


def _is_repeated(hook: str) -> bool:
    """Whether a Trainer asks for the loader to iterate it in every epoch; transformers evaluates only if told to."""
    return "train" in hook or hook == "val_dataloader"


def _trainer(evaluator: Evaluator, method: Meaning, owner: tree.Expr, step: Step) -> Options | None:
    """The options that a Trainer is made with whose method from the library is called; None for any other method."""
    match method:
        case Member(owner=Instance(call=tree.Call() as call) as trainer) if trainer.fact.trainer:
            return Options(evaluator, call, trainer.frame)
        case FunctionRef() | Member():
            return None
    for value in evaluator.evaluate(owner, step.frame):
        made = value.instance if isinstance(value, Super) else value
        facts = evaluator.attributes.facts(made) if isinstance(made, Instance) else ()
        if isinstance(made, Instance) and any(fact.trainer for fact in facts):
            given = evaluator.attributes.library_call(made)
            return Options(evaluator, *given) if given is not None else None
    return None


def _fits_once(trainer: Options) -> bool:
    """Whether the Trainer is certainly made for one epoch."""
    chosen = [trainer[name].constant for name in ("max_epochs", "fast_dev_run")]
    return any(const is not None and const.value in (1, True) for const in chosen)


def _ranks(evaluator: Evaluator, trainer: Options) -> Place | None:
    """Where a Trainer is certainly told to run several processes: by their number, or by a strategy for several."""
    numbers = [trainer[name] for name in ("devices", "gpus", "num_nodes")]
    for number in numbers:
        if number.constant is not None and isinstance(number.constant.value, int) and number.constant.value > 1:
            return number.place
    alone = any(number.is_by_default(1) for number in numbers[:2])
    return None if alone else strategy_for_ranks(evaluator, trainer)


def _sampled(evaluator: Evaluator, trainer: Options, ranks: Place | None) -> Place | None:
    """What has a Trainer, told of its `ranks`, put samplers for them in: also for a single process (measured)."""
    if any(trainer[name].is_by_default(False) for name in ("use_distributed_sampler", "replace_sampler_ddp")):
        return None
    return ranks or strategy_for_ranks(evaluator, trainer)


def _moved(evaluator: Evaluator, trainer: Options) -> Place | None:
    """Where a Trainer is made that uses a GPU if there is one: it moves the batches there."""
    accelerator, gpus = trainer["accelerator"], trainer["gpus"]
    if (asked := needs_gpu(trainer)) is not None:
        return asked
    if accelerator.constant is not None and accelerator.constant.value == "auto":
        return accelerator.place
    is_told = accelerator.given is not False or gpus.given is not False
    return trainer.place if not is_told and _takes_any_device(evaluator, trainer) else None


def _takes_any_device(evaluator: Evaluator, trainer: Options) -> bool:
    """Whether a Trainer that is told nothing of devices takes a GPU: that of Lightning 1 stays on the CPU."""
    file = trainer.place.file
    releases = pinned(NAMES, file.directory, evaluator.project.root)
    return ONLY_IN_1.isdisjoint(trainer.names) and (releases is None or not ends_before("2", str(releases)))
