"""Handles that workers share: open when they start, and not opened anew by each (FACTS.md 4)."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from loaderlint.model.inference.reachable import live_nodes
from loaderlint.model.inference.values import Frame, FunctionRef, Meaning, Unknown, at_large, mark
from loaderlint.model.libraries.facts import Gives
from loaderlint.model.project.file import Place
from loaderlint.model.workers.handle_uses import Handles, Use
from loaderlint.model.workers.item_code import Explorer, ItemCode, Visit
from loaderlint.model.workers.sample_caches import keeping
from loaderlint.syntax import tree


class SharedHandles:
    """Finds the handles that are open when workers start and that item code reads through."""

    def __init__(self, explorer: Explorer) -> None:
        self._explorer = explorer
        self._evaluator = explorer.evaluator
        self._handles = Handles(explorer.evaluator)

    def shared(self, code: ItemCode, run_before: Callable[[], ItemCode]) -> list[Use]:
        """Return the first use of every handle that `code` reads through, if it was opened before the workers.

        `run_before` tells what the main process has run by then: the making of the dataset, its `__len__`, and more
        where it reads samples. That is much code, and seldom asked for.
        """
        found: dict[Place, Use] = {}
        for use in self._handles.uses(code):
            if use.made not in found and not self._in_with(use):
                before = run_before()
                if not self._is_closed(use, before) and not self._is_opened_by_worker(use, code, before):
                    found[use.made] = use
        return list(found.values())

    @staticmethod
    def _in_with(use: Use) -> bool:
        """Whether the handle is closed at the end of a with statement."""
        return any(isinstance(a, tree.WithItem) for a in use.made.file.scopes.ancestors(use.made.node))

    def _is_closed(self, use: Use, before: ItemCode) -> bool:
        """Whether the main process closes or drops the handle after it has opened it."""
        visits = [*before.visits, *self._making(use, before)]
        maker, made = use.maker, use.made
        is_made_elsewhere = maker not in before.functions
        if maker is not None and is_made_elsewhere:
            frame = at_large(made.file).inner(maker)
            visits.append(Visit(frame, tuple(live_nodes(self._evaluator, frame))))
        for frame, live in visits:
            opened = is_made_elsewhere
            # What these call is then among them, and comes after the opening as well.
            is_followed = is_made_elsewhere and frame.function is not maker
            for node in live:
                opened = opened or node is made.node or self._leads_to(maker, node, frame)
                after = node.at > made.node.at if frame.function is maker else opened
                if after and self._closes(use, node, frame):
                    return True
                if after and not is_followed and self._calls_what_closes(use, node, frame):
                    return True
        return False

    def _making(self, use: Use, before: ItemCode) -> list[Visit]:
        """What the making of the object runs that keeps the handle, if the dataset is not made of that itself."""
        keeper = use.handle.frame.receiver
        found = self._evaluator.attributes.attribute(keeper, "__init__") if keeper is not None else ()
        inits = [init for init in found if isinstance(init, FunctionRef) and init.node not in before.functions]
        return self._explorer.functions(inits).visits if inits else []

    def _calls_what_closes(self, use: Use, node: tree.Node, frame: Frame) -> bool:
        """Whether a call is that of a function of the project which closes or drops the handle."""
        if not isinstance(node, tree.Call):
            return False
        functions = [m for m in self._evaluator.evaluate(node.func, frame) if isinstance(m, FunctionRef)]
        inside = self._explorer.functions(functions).visits if functions else []
        return any(self._closes(use, part, visit.frame) for visit in inside for part in visit.live)

    def _closes(self, use: Use, node: tree.Node, frame: Frame) -> bool:
        match node:
            case tree.Call(func=tree.Attribute(attr="close", value=value)):
                return any(handle.call is use.handle.call for _, handle in self._handles.behind(value, frame))
            case tree.Call(func=tree.Attribute(attr="clear", value=value)):
                return tree.dotted(value) in use.dicts
            case tree.Assign(targets=targets, value=tree.Dict(items=())):
                return any(tree.dotted(target) in use.dicts for target in targets)
            case (
                tree.Assign(targets=targets, value=tree.Constant(value=None))
                | tree.Evaluate(kind="del", values=targets)
            ):
                return any(isinstance(t, tree.Attribute) and t.attr in use.attributes for t in targets)
        return False

    def _leads_to(self, maker: tree.Node | None, node: tree.Node, frame: Frame) -> bool:
        """Whether the call or property at `node` runs `maker`."""
        functions: list[FunctionRef] = []
        if isinstance(node, tree.Call):
            functions = [m for m in self._evaluator.evaluate(node.func, frame) if isinstance(m, FunctionRef)]
        elif isinstance(node, tree.Attribute):
            owners = self._evaluator.evaluate(node.value, frame)
            functions = [f for owner in owners if (f := self._evaluator.attributes.getter(owner, node.attr))]
        return bool(functions) and maker in self._explorer.functions(functions).functions

    def _is_opened_by_worker(self, use: Use, code: ItemCode, before: ItemCode) -> bool:
        """Whether each worker opens the handle itself.

        `if self.f is None: self.f = open(...)` does not where the main process has opened it before (FACTS.md 4).
        """
        opened_by_main = use.maker not in code.functions or use.maker in before.functions
        if not opened_by_main:
            return True
        if any(called.fact.gives is Gives.PROCESS_ID for called, _ in code.calls):
            return True
        if (keys := self._keys(use)) is not None:
            return self._asked_for(use, keys, code).isdisjoint(self._asked_for(use, keys, before))
        return any(not _only_if_missing(use, code, place) for place in _openings(use, code))

    def _keys(self, use: Use) -> tuple[tree.Expr, ...] | None:
        """What the function that opens the handle keeps it by: a key of a dict, or its arguments; None if it does not.

        A dict whose entries are put in where they are missing is meant, and a decorator such as `lru_cache`.
        """
        file, maker, above = use.made.file, use.maker, use.made.file.scopes.parent[use.made.node]
        for target in above.targets if isinstance(above, tree.Assign) else ():
            if isinstance(target, tree.Subscript) and file.put_if_missing(target) is use.made.node:
                return target.index
        if isinstance(maker, tree.Function) and any(keeping(self._evaluator, file, maker)):
            return tuple(tree.Name(param.at, param.name) for param in maker.params)
        return None

    def _asked_for(self, use: Use, keys: tuple[tree.Expr, ...], code: ItemCode) -> set[tuple[Hashable, ...]]:
        """What the keys are in the calls of code that ask for the handle, or else where the way to that is lost."""
        frames = (visit.frame for visit in code.visits if visit.frame.function is use.maker)
        asked = ([value for key in keys for value in self._evaluator.evaluate(key, frame)] for frame in frames)
        return {tuple(map(_told_apart, values)) for values in asked}


def _told_apart(value: Meaning) -> Hashable:
    """What tells a value from others. One that is not known is the same as another that is lost at the same place."""
    if not isinstance(value, Unknown):
        return mark(value)
    return value.reason.place if value.reason is not None and value.reason.place is not None else object()


def _openings(use: Use, code: ItemCode) -> list[Place]:
    """Where item code opens the handle or puts another in its place."""
    stores = [
        Place(file, node)
        for file, function in dict.fromkeys((frame.file, frame.function) for frame, _ in code.visits)
        for node in tree.walk_own(function)
        if isinstance(node, tree.Assign)
        and any(isinstance(t, tree.Attribute) and t.attr in use.attributes for t in node.targets)
    ]
    return [*stores, use.made] if use.maker in code.functions else stores


def _only_if_missing(use: Use, code: ItemCode, opening: Place) -> bool:
    """Whether `opening` comes only if the attribute is not set yet, tested there or where its function is called."""
    places = [opening]
    function = opening.file.scopes.function_at(opening.node)
    if isinstance(function, tree.Function):
        places += [
            Place(file, call)
            for file in dict.fromkeys(frame.file for frame, _ in code.visits)
            for call in file.calls_named(function.name)
            if file.scopes.function_at(call) in code.functions
        ]
    tests = [
        a.test for p in places for a in p.file.scopes.ancestors(p.node) if isinstance(a, tree.If | tree.Conditional)
    ]
    return any(_tests_attribute(test, use.attributes) for test in tests)


def _tests_attribute(test: tree.Expr, attributes: set[str]) -> bool:
    return any(
        (isinstance(n, tree.Attribute) and n.attr in attributes)
        or (isinstance(n, tree.Constant) and n.value in attributes)
        for n in tree.walk(test)
    )
