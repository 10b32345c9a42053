"""What names mean: through scopes, assignments and imports."""

from __future__ import annotations

import builtins

from loaderlint.model.inference.attribute_walks import step_of, walked
from loaderlint.model.inference.bindings import Bindings
from loaderlint.model.inference.cases import given_in_turn
from loaderlint.model.inference.fallbacks import without_fallbacks
from loaderlint.model.inference.instance_tests import derived
from loaderlint.model.inference.instead_of_none import filled_in
from loaderlint.model.inference.interface import Evaluation
from loaderlint.model.inference.lists import Lists
from loaderlint.model.inference.reasons import Why
from loaderlint.model.inference.values import (
    IN_CIRCLE,
    SPENT,
    UNKNOWN,
    ClassRef,
    External,
    Frame,
    FunctionRef,
    Instance,
    Meaning,
    Meanings,
    ModuleRef,
    Unknown,
    at_large,
    lost,
    lost_with,
    placed,
)
from loaderlint.model.libraries.stdlib import BUILTINS
from loaderlint.model.project.file import File, Place
from loaderlint.model.project.modules import CODE, WHOLE, is_library
from loaderlint.syntax import tree
from loaderlint.syntax.scope import Binding, Scope


class Names:
    """Tells what names mean."""

    def __init__(self, evaluator: Evaluation) -> None:
        self._evaluator = evaluator
        self._bound: dict[tree.Name, tuple[Scope, list[Binding]] | None] = {}
        self._bindings = Bindings()
        self._lists = Lists(evaluator)
        self._global: dict[tree.Expr, bool] = {}

    def is_global(self, file: File, expr: tree.Expr) -> bool:
        """Whether `expr` is a name of the module or of Python, or an attribute of one: the same in every call."""
        found = self._global.get(expr)
        if found is None:
            root = expr
            while isinstance(root, tree.Attribute):
                root = root.value
            found = isinstance(root, tree.Name)
            if isinstance(root, tree.Name) and (home := self._home(file, root)) is not None:
                found = home[0].owner is file.tree
            self._global[expr] = found
        return found

    def _home(self, file: File, name: tree.Name) -> tuple[Scope, list[Binding]] | None:
        """The scope that binds a name, and what may have given it the value that it has; None for Python's own."""
        if name not in self._bound:
            found = self._bindings.of(file, name)
            self._bound[name] = found and (found[0], self._that_run(file, found[1]))
        return self._bound[name]

    def _that_run(self, file: File, bindings: list[Binding]) -> list[Binding]:
        """Drop the bindings that never run."""
        if len(bindings) < 2:
            return bindings
        branches = self._evaluator.branches
        return [b for b in bindings if not branches.never_runs(Place(file, b.node))] or bindings

    def named(self, name: tree.Name, frame: Frame) -> Meanings:
        """Return what a name can mean where it stands."""
        found = self._home(frame.file, name)
        if found is None:
            return self._unbound(frame.file, name.id, CODE)
        home, bindings = found
        here = _frame_of(home, frame)
        if here.call is not None and len(bindings) > 1:
            bindings = self._in_call(bindings, name, here)
        values = self._binding(home, bindings[0], here) if len(bindings) == 1 else self._any(home, bindings, here)
        if sum(isinstance(value, ClassRef) for value in values) > 1:
            values = derived(self._evaluator, name, values, frame)
        begun = [b.node for b in bindings if isinstance(b.value, tree.Sequence) and b.kind in ("assign", "augment")]
        return self._lists.kept_as(name, values, begun, home.owner, here) if begun else values

    def _any(self, home: Scope, bindings: list[Binding], frame: Frame) -> Meanings:
        if step := step_of(frame.file, bindings):
            start = self._any(home, [binding for binding in bindings if binding is not step], frame)
            if found := walked(self._evaluator, start, step, frame):
                return found
        return without_fallbacks(filled_in([(frame.file, b.node, self._binding(home, b, frame)) for b in bindings]))

    def given(self, name: tree.Name, frame: Frame) -> tuple[Frame, list[Binding]]:
        """Return what may have given a name its value where it stands, and the frame that this is evaluated in."""
        found = self._home(frame.file, name)
        if found is None:
            return frame, []
        home, bindings = found
        here = _frame_of(home, frame)
        return here, self._in_call(bindings, name, here) if here.function is home.owner else bindings

    def _in_call(self, bindings: list[Binding], use: tree.Name, frame: Frame) -> list[Binding]:
        """Drop the bindings that one call of their function cannot come to, and those that another replaces in it."""
        kept: list[Binding] = []
        for binding in bindings:
            runs, statement = self._evaluator.branches.reach(binding.node, frame)
            if runs is False:
                continue
            if runs and statement is not binding.node and frame.file.scopes.leads_to(statement, use):
                kept = []
            kept.append(binding)
        return kept or bindings

    def _unbound(self, file: File, name: str, asked: str) -> Meanings:
        unseen: list[tuple[Why, str]] = []
        for source in reversed(file.exports):
            path = self._evaluator.project.found(file, source)
            if path is not None and self._evaluator.project.lacks(path, name):
                self._evaluator.project.rests_on(file, asked, path, name)
                self._evaluator.memo.ask((file, f"{path}:{name}"), lambda: None, None, None)  # this is work as well
                continue
            module = self._evaluator.project.module(file, source, asked)
            if module is None or module.exports:
                unseen.append((Why.LOST_STAR if module is None else Why.STAR_IMPORT, source))
            if module is not None:
                self._evaluator.project.rests_on(file, asked, module.path, name)
                if (found := self.exported(module, name)) is not None:
                    return found
                continue
            library = self._evaluator.external(source).fact
            if name in (library.star or ()):
                return (self._evaluator.external(f"{source}.{name}"),)
            if library.shadows:
                return (lost(Why.STAR_IMPORT, source),)
        if file.exports and name not in vars(builtins):
            likely = (one for one in unseen if not is_library(one[1]))  # those are seen, as far as they matter
            return (lost(*next(likely, unseen[0] if unseen else (Why.UNBOUND, name))),)
        return (self._evaluator.external(f"{BUILTINS}.{name}"),)

    def exported(self, module: File, name: str) -> Meanings | None:
        """Return what `name` means at the top level of a module; None where the module does not have it."""
        in_circle: Meanings | None = IN_CIRCLE
        return self._evaluator.memo.ask((module, name), lambda: self._find_exported(module, name), in_circle, SPENT)

    def _find_exported(self, module: File, name: str) -> Meanings | None:
        self._evaluator.project.rests_on(module, CODE, module.path, name)
        scope = module.scopes.scope_of(module.tree)
        if bindings := scope.names.get(name):
            running = self._bindings.at_end(module, self._that_run(module, bindings))
            if len(bindings) > 1 or not isinstance(bindings[0].node, tree.Import):
                self._evaluator.project.rests_on(module, name, module.path, CODE)
            return tuple(dict.fromkeys(m for b in running for m in self._binding(scope, b, at_large(module), name)))
        if module.exports:
            found = self._unbound(module, name, name)
            if found != (UNKNOWN,):
                return found
        submodule = (
            self._evaluator.project.module(module, f".{name}", name)
            if module.source.path.name == "__init__.py"
            else None
        )
        return (self._module(module, name, submodule),) if submodule else None

    def imported(self, file: File, name: str, asked: str = CODE) -> Meaning:
        """Return the module that a name stands for where a file imports it, to tell what `asked` means there."""
        module = self._evaluator.project.module(file, name, asked)
        return self._module(file, asked, module) if module else self._evaluator.external(name)

    def _module(self, file: File, asked: str, module: File) -> ModuleRef:
        """A module as it is found for what is asked of a file, whatever is then asked of the module."""
        self._evaluator.project.rests_on(file, asked, module.path, WHOLE)
        return ModuleRef(module)

    def _binding(self, home: Scope, binding: Binding, frame: Frame, asked: str = CODE) -> Meanings:
        """What a binding gives its name in the frame that the scope `home` belongs to."""
        match binding.node:
            case tree.Import():
                return self._imported(frame.file, binding.node, binding.name, asked)
            case tree.Function():
                return (FunctionRef(binding.node, frame.around(binding.node)),)
            case tree.Class():
                return (ClassRef(frame.file, binding.node),)
            case tree.Parameter():
                return self._evaluator.calls.parameter(home, binding.node, frame)
        if binding.kind == "augment" and (total := self._lists.sum_of(binding.node)) is not None:
            values = self._evaluator.evaluate(total, frame)
            is_lost = not isinstance(binding.value, tree.Sequence) and any(isinstance(v, Unknown) for v in values)
            return (lost(Why.CHANGED_IN_PLACE, place=frame.place(binding.node)),) if is_lost else values
        if binding.value is None or binding.kind not in ("assign", "loop", "with"):
            return (lost(Why.BOUND_OTHERWISE),)
        for loop, name in frame.turns:
            if loop is binding.node:
                return given_in_turn(self._evaluator, loop, name, binding.path, frame.around(loop))
        is_taken_apart = binding.kind == "loop" or bool(binding.path)
        read = self._evaluator.gone_through if is_taken_apart else self._evaluator.evaluate
        values = read(binding.value, frame.around(binding.node))
        if binding.kind == "loop":
            values = self._evaluator.elements(values)
        elif binding.kind == "with":
            values = tuple(
                v if isinstance(v, Instance) and isinstance(v.cls, External) else lost_with((v,), Why.ENTERED)
                for v in values
            )
        if not binding.path:
            return values
        place = frame.place(binding.value)
        return tuple(placed(value, place) for value in self._evaluator.unpacked(values, binding.path))

    def _imported(self, file: File, node: tree.Import, bound: str, asked: str) -> Meanings:
        for name, alias in node.names:
            if node.source is None:
                top = name.split(".")[0]
                if (alias or top) == bound:
                    return (self.imported(file, name if alias else top, asked),)
            elif (alias or name) == bound:
                place = Place(file, node)
                return tuple(placed(m, place) for m in self._imported_from(file, node.source, name, asked))
        return (lost(Why.NO_MODULE, bound),)

    def _imported_from(self, file: File, source: str, name: str, asked: str) -> Meanings:
        module = self._evaluator.project.module(file, source, asked)
        if module is not None and module is not file:
            self._evaluator.project.rests_on(file, asked, module.path, name)
            found = self.exported(module, name)
            if found is not None:
                return found
        if module is file and (own := self._set_here(file, name)):  # a package that has no such name means a submodule
            return own
        separator = "" if source.endswith(".") else "."
        submodule = self._evaluator.project.module(file, f"{source}{separator}{name}", asked)
        if submodule is not None:
            return (self._module(file, asked, submodule),)
        if module is not None:
            not_there = self._lost_by_star(module) or lost(Why.NOT_IN_MODULE, f"{source}{separator}{name}")
            if self._is_broken(file, f"{source}{separator}{name}"):
                not_there = lost(Why.NO_PYTHON, f"{source}{separator}{name}")
            return self.of_library(f"{source}.{name}") or (not_there,)
        if self._is_broken(file, source):
            return (lost(Why.NO_PYTHON, source),)
        if source.startswith("."):
            return (lost(Why.NO_MODULE, source if separator else f"{source}{name}"),)
        return (self._evaluator.external(f"{source}.{name}"),)

    def _lost_by_star(self, module: File) -> Unknown | None:
        """Why a module lacks a name: it takes all names from another one that cannot be read."""
        broken = (source for source in module.exports if self._is_broken(module, source))
        return next((lost(Why.NO_PYTHON, source) for source in broken), None)

    def _is_broken(self, file: File, source: str) -> bool:
        """Whether what a file imports is a module of the project that Python cannot parse."""
        path = self._evaluator.project.found(file, source)
        return path is not None and self._evaluator.project.is_no_python(path)

    def of_library(self, path: str) -> Meanings:
        """Return the thing of a library that a path leads to, if any is known; it goes by the name of a module, too."""
        thing = self._evaluator.external(path)
        return (thing,) if self._evaluator.libraries.has(thing.path) else ()

    def _set_here(self, file: File, name: str) -> Meanings:
        """What a file that imports a name from itself has set that to before."""
        scope = file.scopes.scope_of(file.tree)
        others = [b for b in scope.names.get(name, ()) if not isinstance(b.node, tree.Import)]
        return tuple(m for b in others for m in self._binding(scope, b, at_large(file)))


def _frame_of(home: Scope, frame: Frame) -> Frame:
    """The frame that `home` belongs to: `frame` or one of those around it (closures), at last that of the module."""
    while frame.outer is not None:
        scope: Scope | None = home
        while scope is not None:
            if frame.function is scope.owner:
                return frame
            scope = scope.parent
        frame = frame.outer
    return frame
