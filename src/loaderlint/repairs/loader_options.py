"""Repairs of the options that a loader is built with."""

from __future__ import annotations

from loaderlint.model.analysis import Analysis
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import File, Place
from loaderlint.repairs.plan import Change, Drop, Give, Refusal, Repair, Replace
from loaderlint.syntax import tree
from loaderlint.syntax.scope import Binding


def leave_out(loader: Loader, *names: str) -> Repair | Refusal:
    """Leave options out of the call that builds a loader, or out of a dict that only this call spreads."""
    changes: list[Change] = []
    for name in names:
        item = _item(loader, name)
        if isinstance(item, Refusal):
            return item
        source = _source(loader, name, item)
        if source.node is not _value(item).node or _is_needed(item):
            # `shuffle` is False by default in older versions, and not None.
            default = False if name == "shuffle" else loader.signature.defaults.get(name)
            changes.append(Replace(source, repr(default)))
        else:
            changes.append(Drop(item))
    return Repair(f"leave {_listed(names)} out", tuple(changes))


def leave_out_without_workers(loader: Loader, option: str) -> Repair | Refusal:
    """Leave an option out that there are no workers for, but for calls of the same function that may ask for some."""
    match loader.options.expression("num_workers"):
        case (tree.Name(id=number) as name, frame):
            found = frame.file.scopes.scope_at(name).lookup(number)
            if found is not None and any(isinstance(binding.node, tree.Parameter) for binding in found[1]):
                if option == "persistent_workers":
                    return give(loader, (option, f"{number} > 0"), title=f"give `{option}` only with workers")
                return Refusal(f"another call may give `{number}`")
    return leave_out(loader, option)


def give(loader: Loader, *given: tuple[str, str], title: str = "") -> Repair | Refusal:
    """Give options (name and code) to the call that builds a loader; one that is given already gets the new value."""
    changes: list[Change] = []
    for name, code in given:
        if loader.options[name].given is None:
            return Refusal(f"it cannot be told whether `{name}` is given already")
        if loader.options[name].given:
            item = _item(loader, name)
            if isinstance(item, Refusal):
                return item
            is_plain = code in ("True", "False")  # other code may use what the caller does not have
            source = _source(loader, name, item) if is_plain else _value(item)
            changes.append(Replace(source, code))
        elif (why := _closed(loader)) is not None:
            return why
        else:
            changes.append(Give(Place(loader.file, loader.call), name, code))
    written = [f"{name}={code}" for name, code in given]
    return Repair(title or f"give {_listed(written)}", tuple(changes))


def give_as(loader: Loader, name: str, other: str, *without: str) -> Repair | Refusal:
    """Give what one option is given as another one, and leave those out that the loader does not take beside it."""
    item = _item(loader, name)
    if isinstance(item, Refusal):
        return item
    if not isinstance(item.node, tree.Argument) or item.node.keyword is None:
        return Refusal(f"`{name}` is not given by its name")
    changes: list[Change] = [Replace(item, (f"{other}=", Place(item.file, item.node.value)))]
    given = [option for option in without if loader.options[option].given is not False]
    if given:
        dropped = leave_out(loader, *given)
        if isinstance(dropped, Refusal):
            return dropped
        changes += dropped.changes
    return Repair(f"give it as `{other}`", tuple(changes))


def keep_workers(analysis: Analysis, loader: Loader) -> Repair | Refusal:
    """Give `persistent_workers`, which torch refuses beside 0 workers: only with workers, unless these are certain."""
    if not analysis.may_keep_workers(loader):
        return Refusal("the torch that the project requires cannot keep workers")
    value = while_workers(loader)
    if value is None:
        return Refusal("the number of workers may be 0, and is in no variable here that the code could test")
    return give(loader, ("persistent_workers", value))


def while_workers(loader: Loader) -> str | None:
    """Return code that is true if a loader has workers; None where their number cannot be asked for.

    A number that is written in the call, or in the one statement that gives a name its value, is certain. Others may
    come to be 0, even if no code that is seen sets them so: attributes, parameters and the command line are there to be
    set.
    """
    given = loader.options.expression("num_workers")
    number = given[0] if given else None
    if isinstance(number, tree.Name) and given is not None:
        found = given[1].file.scopes.scope_at(number).lookup(number.id)
        match found[1] if found else ():
            case [Binding(kind="assign", value=tree.Constant() as value, path=())]:
                number = value
    if isinstance(number, tree.Constant) and isinstance(number.value, int) and number.value > 0:
        return "True"
    name = written(loader, "num_workers")
    return None if name is None else f"{name} > 0"


def of_others(loader: Loader) -> Refusal | None:
    """Return why what is right for this loader may be wrong for others that the same call builds; None if it is not."""
    scopes = loader.file.scopes
    inner: tree.Node = loader.call
    for above in scopes.ancestors(loader.call):
        once = isinstance(above, tree.For) and inner is above.iterable  # `for batch in DataLoader(...)`
        if isinstance(above, tree.Comprehension | tree.For | tree.While) and not once:
            return Refusal("the call builds several loaders")
        inner = above
    function = scopes.function_at(loader.call)
    files = dict.fromkeys((loader.file, *(place.file for place in loader.way)))
    if isinstance(function, tree.Function) and sum(_calls(loader.file, function, file) for file in files) > 1:
        return Refusal(f"`{function.name}` builds other loaders as well")
    return None


def _calls(home: File, function: tree.Function, file: File) -> int:
    """How many calls in a file may be of a function: in its own file, `model.train()` is none of a function `train`."""
    is_method = isinstance(home.scopes.parent.get(function), tree.Class)
    calls = file.calls_named(function.name)
    return sum(is_method or file is not home or isinstance(call.func, tree.Name) for call in calls)


def collates_tensors(loader: Loader) -> bool:
    """Return whether batches consist of tensors and plain containers, as torch's own `collate_fn` makes them."""
    return loader["collate_fn"].is_(None)


def written(loader: Loader, name: str) -> str | None:
    """Return the name, chain of attributes or entry by which the call itself gives an option; None if anything else."""
    given = loader.options.expression(name)
    if given is None or not any(argument.value is given[0] for argument in loader.call.args):
        return None
    return _plain(loader.file, given[0])


def given_by(argument: Place) -> str | None:
    """Return the name, chain of attributes or entry that an argument gives; None if it gives anything else."""
    node = argument.node
    return _plain(argument.file, node.value) if isinstance(node, tree.Argument) and not node.star else None


def _plain(file: File, expr: tree.Expr) -> str | None:
    """Code that reads a value and works nothing out, as it is written: `n`, `args.n`, `config["n"]`, `int(args.n)`."""
    inner = expr
    match expr:
        case tree.Call(func=tree.Name(id="int"), args=(tree.Argument(value=value, star="", keyword=None),)):
            inner = value
    while isinstance(inner, tree.Attribute) or (isinstance(inner, tree.Subscript) and _is_entry(inner)):
        inner = inner.value
    if not isinstance(inner, tree.Name):
        return None
    start, end = Place(file, expr).span
    code = file.source.text[start:end]
    return code if "\n" not in code else None


def _is_entry(item: tree.Subscript) -> bool:
    return all(isinstance(key, tree.Constant) for key in item.index)


def _is_needed(item: Place) -> bool:
    """Whether arguments behind this one are positional, so that something must stand in its place."""
    call = item.file.scopes.parent[item.node]
    if not isinstance(call, tree.Call) or not isinstance(item.node, tree.Argument) or item.node.keyword is not None:
        return False
    behind = call.args[call.args.index(item.node) + 1 :]
    return any(argument.keyword is None and argument.star != "**" for argument in behind)


def _listed(names: tuple[str, ...] | list[str]) -> str:
    return " and ".join(f"`{name}`" for name in names)


def _closed(loader: Loader) -> Refusal | None:
    """Why no argument can be added to the call that builds a loader; None if one can."""
    if loader.signature.settings is not None:
        return Refusal("a trainer makes the loader, from settings of its own")
    if loader.made.call is not loader.call:
        return Refusal("a class of the project decides which options the loader gets")
    return None


def _source(loader: Loader, name: str, item: Place) -> Place:
    """The value of an option: of a parameter that is there for it alone, what its caller gives it, or its default."""
    value = _value(item).node
    function = item.file.scopes.function_at(loader.call)
    given = loader.options[name].place
    if isinstance(value, tree.Name) and isinstance(function, tree.Function):
        param = next((param for param in function.params if param.name == value.id), None)
        reads = [n for n in tree.walk(function) if isinstance(n, tree.Name) and n.id == value.id]
        if param is not None and len(reads) == 1:
            if given is not None and given.node is not item.node and isinstance(given.node, tree.Argument):
                return Place(given.file, given.node.value)
            if param.default is not None:
                return Place(item.file, param.default)
    return _value(item)


def _value(item: Place) -> Place:
    assert isinstance(item.node, tree.Argument | tree.Pair)
    return Place(item.file, item.node.value)


def _item(loader: Loader, name: str) -> Place | Refusal:
    """The argument, or the entry of a dict, that gives an option to this loader and to no other."""
    found = loader.options.expression(name)
    if found is None:
        return Refusal(f"`{name}` is given in more than one way")
    expr, frame = found
    if frame.file is not loader.file:
        return Refusal(f"`{name}` is given in another file, for other callers too")
    parents = loader.file.scopes.parent
    item = parents.get(expr)  # None for a field of an object whose fields are spread
    match item, parents.get(item) if item is not None else None:
        case tree.Argument(), tree.Call() as call:
            if call is loader.call or _is_spread_once(loader, call):
                return Place(loader.file, item)
        case tree.Pair(), tree.Dict() as display:
            if _is_spread_once(loader, display):
                return Place(loader.file, item)
    return Refusal(f"`{name}` is not given in the call alone")


def _is_spread_once(loader: Loader, made: tree.Call | tree.Dict) -> bool:
    """Whether a dict display, or a call of `dict`, is spread in the call that builds the loader and nowhere else."""
    file = loader.file
    parent = file.scopes.parent[made]
    if isinstance(parent, tree.Argument):
        return parent in loader.call.args and parent.star == "**"
    if not isinstance(parent, tree.Assign) or len(parent.targets) != 1 or not isinstance(parent.targets[0], tree.Name):
        return False
    name = parent.targets[0].id
    uses = [n for n in tree.walk(file.tree) if isinstance(n, tree.Name) and n.id == name and n is not parent.targets[0]]
    spread = file.scopes.parent[uses[0]] if len(uses) == 1 else None
    return isinstance(spread, tree.Argument) and spread.star == "**" and spread in loader.call.args
