"""CUDA in the code that workers run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.reachable import live_nodes
from loaderlint.model.inference.values import (
    UNKNOWN,
    ClassRef,
    Const,
    External,
    Frame,
    FunctionRef,
    Instance,
    Mark,
    Meanings,
    Member,
    at_large,
    mark,
)
from loaderlint.model.inference.walk import expand
from loaderlint.model.libraries.facts import Gives
from loaderlint.model.project.file import Place
from loaderlint.model.workers.conditions import Guard, guards
from loaderlint.model.workers.item_code import ItemCode
from loaderlint.syntax import tree
from loaderlint.syntax.scope import Binding

#: Methods that put a tensor or a module on a GPU.
_MOVES = ("cuda", "to")


@dataclass(frozen=True, slots=True)
class OnGpu:
    """A call that puts a tensor or a module on a GPU; `certain` unless a condition or a default decides.

    It is `by_choice` if a condition decides that asks for neither a GPU nor the part of the data.
    """

    place: Place
    certain: bool
    by_choice: bool = False


def on_gpu(evaluator: Evaluator, code: ItemCode) -> Iterator[OnGpu]:
    """Yield what in item code puts something on a GPU.

    Left out are calls that ask which process they are in, and those with data that is on a GPU already.
    """
    for frame, live in code.visits:
        for node in live:
            if isinstance(node, tree.Call) and (certain := puts_on_gpu(evaluator, node, frame)) is not None:
                around = guards(evaluator, frame.place(node), frame)
                if around.isdisjoint({Guard.WORKER, Guard.ON_GPU}):
                    yield OnGpu(frame.place(node), certain and not around, Guard.OTHER in around)
    for made in code.moving:
        if made.call is not None and (certain := puts_on_gpu(evaluator, made.call, made.frame)) is not None:
            yield OnGpu(Place(made.file, made.call), certain)


def held_on_gpu(evaluator: Evaluator, dataset: Instance, code: ItemCode) -> Iterator[OnGpu]:
    """Yield where tensors or models are put on a GPU that a dataset keeps and its item code reads."""
    if isinstance(dataset.cls, External):
        tensors = dataset.call.args if dataset.call and dataset.fact.gives is Gives.TENSORS else ()
        for argument in tensors:
            yield from _from_gpu(evaluator, argument.value, dataset.frame)
        return
    for cls in evaluator.attributes.lineage(dataset.cls):
        for name in cls.file.stored(cls.node):
            stores = evaluator.attributes.stores(dataset, cls, name) if name in code.touched else []
            store = stores[0] if len(stores) == 1 else None
            if store and store.value and store.method and store.method not in code.functions:
                inner = evaluator.attributes.frame_of(dataset, cls, store.method)
                moved = [n for n in tree.walk_own(store.method) if _moves(n, name)]
                for place in [Place(cls.file, node) for node in (store.node, *moved)]:
                    given = store.value if place.node is store.node else place.node
                    for found in _from_gpu(evaluator, given, inner) if isinstance(given, tree.Expr) else ():
                        around = guards(evaluator, place, inner)
                        yield OnGpu(found.place, found.certain and not around, Guard.OTHER in around)


def _moves(node: tree.Node, name: str) -> bool:
    """Whether a call moves the model that an attribute keeps, where it stands: `self.model.cuda()`."""
    match node:
        case tree.Call(func=tree.Attribute(attr="cuda" | "to", value=tree.Attribute(attr=attr, value=tree.Name()))):
            return attr == name
    return False


def returned_from_gpu(evaluator: Evaluator, frame: Frame) -> Iterator[OnGpu]:
    """Yield where what a function returns, or a part of it, is put on a GPU."""
    function = frame.function
    values = [function.value] if isinstance(function, tree.Lambda) else []
    if isinstance(function, tree.Function):
        live = live_nodes(evaluator, frame)
        values = [n.value for n in live if isinstance(n, tree.Return) and n.value is not None]
    for value in values:
        yield from _from_gpu(evaluator, value, frame)


def _from_gpu(evaluator: Evaluator, expr: tree.Expr, frame: Frame) -> Iterator[OnGpu]:
    parts: list[tree.Expr] = []
    match expr:
        case tree.Call() if (certain := puts_on_gpu(evaluator, expr, frame)) is not None:
            yield OnGpu(frame.place(expr), certain)
        case tree.Sequence(items=items):
            parts = list(items)
        case tree.Dict(items=pairs):
            parts = [pair.value for pair in pairs]
        case tree.Subscript(value=value):
            parts = [value]
        case tree.Comprehension(elements=(*_, element)):
            parts = [element]
        case tree.Name():
            frame, bindings = evaluator.names.given(expr, frame)
            if len(bindings) == 1 and bindings[0].kind == "assign":
                given = _part(bindings[0])
                parts = [given] if isinstance(given, tree.Call | tree.Comprehension) else []
        case tree.Attribute():
            yield from on_gpu_already(evaluator, evaluator.evaluate(expr, frame))
    for part in parts:
        yield from _from_gpu(evaluator, part, frame)


def _part(binding: Binding) -> tree.Expr | None:
    """The expression that gives a name its value, also where several are assigned at once."""
    value = binding.value
    for number, _ in binding.path:
        value = value.items[number] if isinstance(value, tree.Sequence) and number < len(value.items) else None
    return value


def on_gpu_already(evaluator: Evaluator, values: Meanings) -> Iterator[OnGpu]:
    """Yield where tensors among the values are put on a GPU as they are made: `torch.zeros(3).cuda()`."""
    for value in values:
        match value:
            case Instance(call=tree.Call() as call) if value.fact.tensors:
                if (certain := puts_on_gpu(evaluator, call, value.frame)) is not None:
                    yield OnGpu(Place(value.file, call), certain and len(values) == 1)


def puts_on_gpu(evaluator: Evaluator, call: tree.Call, frame: Frame) -> bool | None:
    """Whether a call puts its result on a GPU where there is one: False if only by a default, None if not at all."""
    devices = [a.value for a in call.args if a.keyword == "device"]
    match call.func:
        case tree.Attribute(attr="cuda"):
            own = (isinstance(m, FunctionRef) for m in evaluator.evaluate(call.func, frame))
            return None if any(own) else True
        case tree.Attribute(attr="to"):
            devices += [a.value for a in call.args[:1] if a.keyword is None and not a.star]
        case _ if devices and not ((fact := evaluator.fact(call.func, frame)).tensors or fact.moves):
            return None
    if devices and _is_of_model_on_gpu(evaluator, devices[0], frame):
        return False
    values = evaluator.evaluate(devices[0], frame) if devices else ()
    ways = list(_written(evaluator, devices[0], frame)) if devices else []
    named = any(map(_names_gpu, ways))
    by_rank = UNKNOWN in values and any(map(_is_rank, ways))
    if not named and not by_rank and not any(is_gpu(evaluator, value) for value in values):
        return None
    return named or (UNKNOWN not in values and not any(isinstance(v, Const) and v.assumed for v in values))


def _is_of_model_on_gpu(evaluator: Evaluator, device: tree.Expr, frame: Frame) -> bool:
    """Whether a device is that of a model, or a part of one, that is put on a GPU: `batch.to(model.device)`."""
    match device:
        case tree.Name():
            _, bindings = evaluator.names.given(device, frame)
            given = bindings[0].value if len(bindings) == 1 and not bindings[0].path else None
            return isinstance(given, tree.Attribute) and _is_of_model_on_gpu(evaluator, given, frame)
        case tree.Attribute(attr="device", value=value):
            ways = expand([(_of_parameters(value), frame)], lambda one: _whole(evaluator, *one), _mark)
            return any(_is_moved(evaluator, model, around) for model, around in ways)
    return False


def _whole(evaluator: Evaluator, model: tree.Expr, frame: Frame) -> Iterator[tuple[tree.Expr, Frame]]:
    """What a model is where it is handed over or called, and what it is a part of, which moves with the whole."""
    yield from _given_by(evaluator, model, frame)
    if isinstance(model, tree.Attribute):
        yield model.value, frame
    elif tree.dotted(model) == "self" and frame.call is not None and frame.caller is not None:
        yield frame.call.func, frame.caller


def _is_moved(evaluator: Evaluator, model: tree.Expr, frame: Frame) -> bool:
    """Whether the file that names a model puts it on a GPU under that name."""
    name = tree.dotted(model)
    if name is None or name == "self":
        return False
    moves = [c for method in _MOVES for c in frame.file.calls_named(method) if _is_called_on(c, name)]
    made = evaluator.names.given(model, frame)[1] if isinstance(model, tree.Name) else ()
    made_by = [binding.value for binding in made]
    moves += [c for c in made_by if isinstance(c, tree.Call) and tree.last_name(c.func) in _MOVES]
    return any(_names_gpu_for(evaluator, call, frame) for call in moves)


def _of_parameters(expr: tree.Expr) -> tree.Expr:
    """The model of whose parameters an expression is the first, as `next(model.parameters())` is; else itself."""
    match expr:
        case tree.Call(
            func=tree.Name(id="next"), args=(tree.Argument(value=tree.Call(func=tree.Attribute(value=model))), *_)
        ):
            return model
    return expr


def _is_called_on(call: tree.Call, name: str) -> bool:
    """Whether a call is that of a method of what goes by a name."""
    return isinstance(call.func, tree.Attribute) and tree.dotted(call.func.value) == name


def _names_gpu_for(evaluator: Evaluator, call: tree.Call, frame: Frame) -> bool:
    """Whether `model.cuda()`, or `model.to(device)`, names what can be a GPU."""
    if tree.last_name(call.func) == "cuda":
        return True
    around = frame if frame.file.scopes.function_at(call) is frame.function else at_large(frame.file)
    return any(names_gpu(evaluator, argument.value, around) for argument in call.args[:1])


def _written(evaluator: Evaluator, expr: tree.Expr, frame: Frame) -> Iterator[tree.Expr]:
    """How an expression is written, and what gives it its value, as long as that is one expression."""
    return (part for part, _ in expand([(expr, frame)], lambda one: _given_by(evaluator, *one), _mark))


def _mark(one: tuple[tree.Expr, Frame]) -> Mark:
    expr, frame = one
    return expr, mark(frame)


def _given_by(evaluator: Evaluator, expr: tree.Expr, frame: Frame) -> Iterator[tuple[tree.Expr, Frame]]:
    """What gives a name, a parameter or an attribute its value, if that is one expression."""
    match expr:
        case tree.Name():
            around, bindings = evaluator.names.given(expr, frame)
            match bindings:
                case [Binding(node=tree.Parameter() as param)] if around.call is not None:
                    if (argument := evaluator.calls.argument(around.function, param, around)) is not None:
                        yield argument.value, around.place_of(argument)
                case [Binding(value=given, path=())] if given is not None:
                    yield given, around
        case tree.Attribute(value=owner, attr=attr):
            for value in evaluator.evaluate(owner, frame):
                if isinstance(value, Instance) and isinstance(value.cls, ClassRef):
                    yield from _stored(evaluator, value, value.cls, attr)
                    return


def _stored(evaluator: Evaluator, made: Instance, of: ClassRef, name: str) -> Iterator[tuple[tree.Expr, Frame]]:
    """What an attribute of an object is given, if that is one expression."""
    lineage = evaluator.attributes.lineage(of)
    stores = [(cls, store) for cls in lineage for store in evaluator.attributes.stores(made, cls, name)]
    if len(stores) == 1 and (given := stores[0][1].value) is not None:
        cls, store = stores[0]
        is_first = store.method is not None and store.method.name == "__init__"
        yield given, (evaluator.attributes.init_frame(made, cls) if is_first else None) or at_large(cls.file)


def names_gpu(evaluator: Evaluator, device: tree.Expr, frame: Frame) -> bool:
    """Whether what says where something is put can be a GPU."""
    written = any(map(_names_gpu, _written(evaluator, device, frame)))
    return written or any(is_gpu(evaluator, value) for value in evaluator.evaluate(device, frame))


def is_gpu(evaluator: Evaluator, value: object) -> bool:
    """Whether a value names a GPU, or a type of tensors on one."""
    match value:
        case Const(value=str(name)):
            return name.split(":")[0] == "cuda" or bool(evaluator.external(name).fact.on_gpu)
        case External(fact=fact):
            return bool(fact.on_gpu)
        case Const(value=int(number)):
            return not isinstance(number, bool)
        case Instance(call=tree.Call(args=(first, *_))) as made if made.fact.gives is Gives.DEVICE:
            return names_gpu(evaluator, first.value, made.frame)
        case Instance():
            # Of a device, a number is that of a GPU.
            return value.fact.gives in (Gives.GPU, Gives.INTEGER) or bool(value.fact.asks_ranks)
        case Member(owner=owner, name="type") if owner.fact.gives is Gives.GPU:
            return True
        case Member(owner=owner, name=name):
            on_cpu = owner.call is not None and any(a.keyword == "cpu" for a in owner.call.args)
            return evaluator.member(owner, name).fact.gives is Gives.GPU and not on_cpu
    return False


def _is_rank(expr: tree.Expr) -> bool:
    """Whether an expression is called a rank, and so is the number of a GPU where it stands for a device."""
    match expr:
        case tree.Name(id=name) | tree.Attribute(attr=name):
            return name.endswith("rank")
    return False


def _names_gpu(expr: tree.Expr) -> bool:
    """Whether an expression is a device name with the number put in, or a number of one: `f"cuda:{rank}"`."""
    match expr:
        case tree.Operation(op="%", operands=(_, tree.Call(func=func))) if tree.last_name(func) == "device_count":
            return True
        case (
            tree.Other(kind="f-string", children=(tree.Constant(value=str(text)), *_))
            | tree.Operation(op="+" | "%", operands=(tree.Constant(value=str(text)), _))
            | tree.Call(func=tree.Attribute(value=tree.Constant(value=str(text)), attr="format"))
        ):
            return text.startswith("cuda:")
        case tree.Conditional(then=then, otherwise=otherwise):
            return _names_gpu(then) or _names_gpu(otherwise)
    return False
