"""Repairs of the options that a loader is built with."""

from __future__ import annotations

from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place
from loaderlint.repairs.plan import Change, Drop, Give, Refusal, Repair, Replace
from loaderlint.syntax import tree


def leave_out(loader: Loader, *names: str) -> Repair | Refusal:
    """Leave options out of the call that builds a loader, or out of a dict that only this call spreads."""
    changes: list[Change] = []
    for name in names:
        item = _item(loader, name)
        if isinstance(item, Refusal):
            return item
        if _is_needed(item):
            assert isinstance(item.node, tree.Argument)
            # `shuffle` is False by default in older versions, and not None.
            default = False if name == "shuffle" else loader.signature.defaults.get(name)
            changes.append(Replace(Place(item.file, item.node.value), repr(default)))
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
            assert isinstance(item.node, tree.Argument | tree.Pair)
            changes.append(Replace(Place(item.file, item.node.value), code))
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
    if isinstance(function, tree.Function) and len(loader.file.calls_named(function.name)) > 1:
        return Refusal(f"`{function.name}` builds other loaders as well")
    return None


def collates_tensors(loader: Loader) -> bool:
    """Return whether batches consist of tensors and plain containers, as torch's own `collate_fn` makes them."""
    return loader["collate_fn"].is_(None)


def written(loader: Loader, name: str) -> str | None:
    """Return the name or chain of attributes by which the call itself gives an option; None if it is anything else."""
    given = loader.options.expression(name)
    own = given is not None and any(argument.value is given[0] for argument in loader.call.args)
    return tree.dotted(given[0]) if given and own else None


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


def _item(loader: Loader, name: str) -> Place | Refusal:
    """The argument, or the entry of a dict, that gives an option to this loader and to no other."""
    found = loader.options.expression(name)
    if found is None:
        return Refusal(f"`{name}` is given in more than one way")
    expr, frame = found
    if frame.file is not loader.file:
        return Refusal(f"`{name}` is given in another file, for other callers too")
    parents = loader.file.scopes.parent
    item = parents[expr]
    match item, parents.get(item):
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
