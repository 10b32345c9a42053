"""One parsed file of a project, with the indexes that the model asks for."""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from pathlib import Path
from typing import Any

from loaderlint.model.project.put_if_missing import Put, find_put_if_missing
from loaderlint.model.project.stored import FILLING, Stored, fills, find_stored, holds_attributes, owner_of_attributes
from loaderlint.syntax import tree
from loaderlint.syntax.lines import Span
from loaderlint.syntax.places import Places, PlacesInCode
from loaderlint.syntax.scope import Scopes
from loaderlint.text.paths import absolute
from loaderlint.text.source import Source

_COMMENT = re.compile(r"[,)\]} \t]*#[ \t]*(.*)")

_TO_DO = re.compile(r"\b(todo|fixme|xxx)\b", re.IGNORECASE)

#: What code says that runs, or may run, where workers are not forked: Apple's devices, names of the platforms.
_OTHER_PLATFORMS = re.compile(
    r"\bmps\b|\bdarwin\b|\bmac ?os\b|\bapple silicon\b|\bwin32\b|\bfreeze_support\b|\bon windows\b|[\"']windows[\"']"
    r"|\bwindows (?:1[01]|users?|machines?)\b|\bos\.name\b|\bsys\.platform\b|\bplatform\.system\b",
    re.IGNORECASE,
)

_TEST_LIBRARIES = {"pytest", "unittest"}


@dataclass(unsafe_hash=True, slots=True)
class Place:
    """A node in a file: what findings and their evidence point at. Never changed, as no meaning is."""

    file: File
    node: tree.Node

    @property
    def span(self) -> Span:
        """The character offsets of the node's code in the text of the file: start and end.

        Raises:
            PlacesError: LibCST does not read the file as Python does.
        """
        return self.file.places.span(self.node.at)

    @property
    def text(self) -> str:
        """The node's code as it is written.

        Raises:
            PlacesError: LibCST does not read the file as Python does.
        """
        return self.file.source.text[slice(*self.span)]

    @property
    def reason(self) -> str | None:
        """What a comment after the node, on its line, says in four words or more, as a reason needs them.

        Raises:
            PlacesError: LibCST does not read the file as Python does.
        """
        comment = _COMMENT.match(self.file.source.text, self.span[1])
        return comment[1] if comment and len(comment[1].split()) >= 4 and not _TO_DO.search(comment[1]) else None


class File:
    """A file that was read and parsed. Indexes are made on first use.

    `overridable` says of a file of settings that the user of the program may set others.
    """

    overridable = False

    def __init__(self, source: Source, module: tree.Module) -> None:
        self.source = source
        self.tree = module
        self.path = str(absolute(source.path))
        self.directory = Path(self.path).parent
        self.frames: dict[Hashable, Any] = {}  # of the calls of its functions that are followed
        self._methods: dict[tree.Class, dict[str, tree.Function]] = {}
        self._stored: dict[tree.Class, dict[str, list[Stored]]] = {}
        self._fills_itself: dict[tree.Class, bool] = {}
        self._returns: dict[tree.Function, tuple[tree.Return, ...]] = {}
        self._raised: dict[tree.Function, tuple[tree.Evaluate, ...]] = {}
        self._generators: dict[tree.Function, bool] = {}
        self._uses: dict[str, dict[tree.Node, list[tree.Name]]] = {}
        self._named_by: dict[tree.Function | tree.Lambda, set[tree.Function | tree.Lambda | None]] = {}

    def home(self, _node: tree.Node) -> File:
        """Return the file that a node of this one stands in: another where settings come from several files."""
        return self

    @cached_property
    def places(self) -> Places:
        """Where the nodes stand in the text."""
        return PlacesInCode(self.source, self.tree)

    @cached_property
    def scopes(self) -> Scopes:
        """Scopes, and the parent of every node."""
        return Scopes(self.tree)

    @cached_property
    def calls(self) -> tuple[tree.Call, ...]:
        """Every call in the file, in source order."""
        return tuple(self.scopes.every(tree.Call))

    @cached_property
    def _calls_by_name(self) -> dict[str, list[tree.Call]]:
        found: dict[str, list[tree.Call]] = {}
        for call in self.calls:
            match call.func:
                case tree.Name(id=name) | tree.Attribute(attr=name):
                    found.setdefault(name, []).append(call)
        return found

    def calls_named(self, name: str) -> list[tree.Call]:
        """Return the calls of `name` or of an attribute `name`, in source order."""
        return self._calls_by_name.get(name, [])

    @cached_property
    def calls_in_functions(self) -> dict[tree.Function | tree.Lambda, list[tree.Call]]:
        """The calls in each function, but for those in functions inside of it."""
        found: dict[tree.Function | tree.Lambda, list[tree.Call]] = {}
        for call in self.calls:
            if (function := self.scopes.function_at(call)) is not None:
                found.setdefault(function, []).append(call)
        return found

    @cached_property
    def classes(self) -> tuple[tree.Class, ...]:
        """Every class in the file, in source order."""
        return tuple(self.scopes.every(tree.Class))

    @cached_property
    def assigned_attributes(self) -> dict[str, list[tuple[tree.Expr, tree.Expr]]]:
        """For each attribute that is assigned (`config.workers = 4`, or by `setattr`), whose it is and the value."""
        found: dict[str, list[tuple[tree.Expr, tree.Expr]]] = {}
        for call in self.calls_named("setattr"):
            match call.args:
                case [owner, tree.Argument(value=tree.Constant(value=str(name))), value]:
                    found.setdefault(name, []).append((owner.value, value.value))
        for node in self.scopes.every(tree.Assign):
            for target in node.targets:
                if isinstance(target, tree.Attribute) and node.value is not None:
                    found.setdefault(target.attr, []).append((target.value, _new_value(node, node.value)))
        return found

    @cached_property
    def assigned_from_outside(self) -> dict[str, list[tuple[tree.Expr, tree.Expr]]]:
        """What of `assigned_attributes` is not what methods put into their own object."""
        return {
            name: given
            for name, assigned in self.assigned_attributes.items()
            if (given := [(owner, value) for owner, value in assigned if not self._is_own(owner)])
        }

    def _is_own(self, owner: tree.Expr) -> bool:
        """Whether an expression is the object that the method around it is called on."""
        function = self.scopes.function_at(owner) if isinstance(owner, tree.Name) else None
        if not isinstance(function, tree.Function) or self.scopes.class_of(function) is None:
            return False
        return isinstance(owner, tree.Name) and [p.name for p in function.params[:1]] == [owner.id]

    @cached_property
    def outer_classes(self) -> list[tree.Class]:
        """The classes of the module itself, in source order."""
        return [cls for cls in self.classes if self.scopes.parent[cls] is self.tree]

    @cached_property
    def names_of_classes(self) -> tree.Dict:
        """The classes of the module itself by their names, as if a dict of them were written."""
        pairs = (tree.Pair(c.at, tree.Constant(c.at, c.name), tree.Name(c.at, c.name)) for c in self.outer_classes)
        return tree.Dict(self.tree.at, tuple(pairs))

    @cached_property
    def assigned_items(self) -> dict[str, list[tuple[tree.Expr, tree.Expr]]]:
        """For each key that is assigned (`config["workers"] = 4`), whose it is and the value, in source order."""
        found: dict[str, list[tuple[tree.Expr, tree.Expr]]] = {}
        for node in self.scopes.every(tree.Assign):
            for target in node.targets:
                match target:
                    case tree.Subscript(value=owner, index=(tree.Constant(value=str(key)),)) if node.value is not None:
                        found.setdefault(key, []).append((owner, _new_value(node, node.value)))
        return found

    @cached_property
    def filled(self) -> list[tuple[tree.Expr, tree.Expr]]:
        """Objects that take all entries of a dict as attributes, by a loop or `vars(args).update`, and the dict."""
        found: list[tuple[tree.Expr, tree.Expr]] = []
        for call in self.calls_named("setattr"):
            match call.args:
                case [owner, tree.Argument(value=tree.Name() as key), tree.Argument(value=value)]:
                    given = self.items_taken(call, key, value)
                    if given is not None and not self._is_own(owner.value):
                        found.append((owner.value, given))
        for call in self.calls_named("update"):
            match call:
                case tree.Call(func=tree.Attribute(value=held), args=(tree.Argument(keyword=None, value=given),)):
                    if (attributes := owner_of_attributes(held)) is not None:
                        found.append((attributes, given))
        return found

    def taken_over(self, method: tree.Function) -> list[tree.Expr]:
        """Return the dicts of which a method puts all entries into its own object, one by one."""
        me = method.params[0].name if method.params else ""
        found: list[tree.Expr | None] = []
        for node in tree.walk_own(method):
            match node:
                case tree.Call(
                    func=tree.Name(id="setattr"), args=[tree.Argument(value=tree.Name(id=owner)), key, value]
                ):
                    found.append(self.items_taken(node, key.value, value.value) if owner == me else None)
                case tree.Assign(targets=(tree.Subscript(value=held, index=(key,)),), value=tree.Node() as given):
                    is_own = (isinstance(held, tree.Name) and held.id == me) or holds_attributes(held, me)
                    found.append(self.items_taken(node, key, given) if is_own else None)
        return [taken for taken in found if taken is not None]

    def items_taken(self, node: tree.Node, key: tree.Expr, value: tree.Expr) -> tree.Expr | None:
        """Return the dict of which the innermost loop around a node takes a key and its value; None if it does not."""
        loop = next((above for above in self.scopes.ancestors(node) if isinstance(above, tree.For)), None)
        match loop, key, value:
            case (
                tree.For(
                    target=tree.Sequence(items=(tree.Name(id=first), tree.Name(id=second))),
                    iterable=tree.Call(func=tree.Attribute(attr="items", value=given)),
                ),
                tree.Name(id=one),
                tree.Name(id=other),
            ) if (first, second) == (one, other):
                return given
        return None

    @cached_property
    def _mentions(self) -> dict[str, list[tree.Name]]:
        found: dict[str, list[tree.Name]] = {}
        for name in self.scopes.every(tree.Name):
            found.setdefault(name.id, []).append(name)
        return found

    def mentions(self, name: str) -> list[tree.Name]:
        """Return every place that a name is written at, in source order."""
        return self._mentions.get(name, [])

    @cached_property
    def _attributes_by_name(self) -> dict[str, list[tree.Attribute]]:
        found: dict[str, list[tree.Attribute]] = {}
        for node in self.scopes.every(tree.Attribute):
            found.setdefault(node.attr, []).append(node)
        return found

    def attributes_named(self, name: str) -> list[tree.Attribute]:
        """Return every place that an attribute of a name is written at, in source order."""
        return self._attributes_by_name.get(name, [])

    def uses_of(self, name: str, owner: tree.Node) -> list[tree.Name]:
        """Return every mention of a name that is bound in the scope of `owner`, in source order."""
        if name not in self._uses:
            found = self._uses[name] = {}
            for use in sorted(self.mentions(name), key=lambda node: node.at):
                if home := self.scopes.scope_at(use).lookup(name):
                    found.setdefault(home[0].owner, []).append(use)
        return self._uses[name].get(owner, [])

    def named_by(self, function: tree.Function | tree.Lambda) -> set[tree.Function | tree.Lambda | None]:
        """Return the functions that name another one, None for the top level; None alone where that is not seen."""
        if function not in self._named_by:
            is_method = self.scopes.class_of(function) is not None
            uses = [] if isinstance(function, tree.Lambda) or is_method else self.mentions(function.name)
            homes = ((use, self.scopes.scope_at(use).lookup(use.id)) for use in uses)
            naming = (use for use, home in homes if home is not None and any(b.node is function for b in home[1]))
            self._named_by[function] = {self.scopes.function_at(use) for use in naming} or {None}
        return self._named_by[function]

    @cached_property
    def function_names(self) -> frozenset[str]:
        """The names of all functions and methods that the file defines."""
        return frozenset(node.name for node in self.scopes.every(tree.Function))

    @cached_property
    def leaving(self) -> dict[tree.Node, list[tree.If]]:
        """The `if`s without an `else` that leave their function at the end, by what they stand in."""
        found: dict[tree.Node, list[tree.If]] = {}
        for node in self.scopes.every(tree.If):
            if not node.otherwise and _returns(node.body):
                found.setdefault(self.scopes.parent[node], []).append(node)
        return found

    @cached_property
    def acting(self) -> set[tree.Node]:
        """The nodes that do something when they run: calls, assignments and loops, and whatever holds one."""
        found: set[tree.Node] = set()
        for kind in (tree.Call, tree.Assign, tree.For, tree.Comprehension, tree.WithItem):
            for node in self.scopes.every(kind):
                above: tree.Node | None = node
                while above is not None and above not in found:
                    found.add(above)
                    above = self.scopes.parent.get(above)
        return found

    @cached_property
    def _put_if_missing(self) -> list[Put]:
        return find_put_if_missing(self.scopes)

    def put_if_missing(self, entry: tree.Subscript) -> tree.Expr | None:
        """Return what a function puts in where an entry that it reads is missing; None where that may be another."""
        for put in self._put_if_missing:
            if tree.are_alike(put.entry, entry):
                return put.value if self.scopes.function_at(entry) is put.function else None
        return None

    @cached_property
    def exports(self) -> tuple[str, ...]:
        """The modules of `from module import *`, in source order."""
        stars = (b.node for b in self.scopes.scope_of(self.tree).names.get("*", ()))
        return tuple(n.source for n in stars if isinstance(n, tree.Import) and n.source)

    @cached_property
    def may_train(self) -> bool:
        """Whether the words that loaders and training loops are made of occur in the file's code at all."""
        return self._says("oader", ".backward(", ".manual_backward(", "rainer", ".step(")

    @cached_property
    def may_seed(self) -> bool:
        """Whether the words that seed torch occur in the file's code at all."""
        return self._says("manual_seed", "seed_everything", "set_seed", "determinism")

    def _says(self, *words: str) -> bool:
        """Whether one of some words occurs in the text, and not only in docstrings, where examples stand."""
        text = self.source.text
        return any(word in text and text.count(word) > sum(d.count(word) for d in self._docstrings) for word in words)

    @cached_property
    def _docstrings(self) -> list[str]:
        """The strings that are statements."""
        found = []
        for node in self.scopes.every(tree.Evaluate):
            match node:
                case tree.Evaluate(kind="", values=(tree.Constant(value=str(text)),)):
                    found.append(text)
        return found

    @cached_property
    def speaks_of_others(self) -> bool:
        """Whether the file speaks of macOS or Windows, so that it may run where workers are not forked."""
        return _OTHER_PLATFORMS.search(self.source.text) is not None

    @cached_property
    def holds_tests(self) -> bool:
        """Whether the file holds tests: the loaders that they build are there to be looked at.

        A script that is named `test_model.py` rather tests a model, and a notebook that runs tests as well is no test.
        """
        path = Path(self.path)
        if path.parent.name in ("test", "tests"):
            return True
        if self.source.cells:
            return False
        imports = self.scopes.every(tree.Import)
        modules = (module for n in imports for module in ([n.source] if n.source else [name for name, _ in n.names]))
        if any(module.split(".")[0] in _TEST_LIBRARIES for module in modules):
            return True
        return path.name.startswith("test_") and any(map(is_collected, self.tree.body))

    @cached_property
    def relays(self) -> set[tree.For]:
        """The loops that yield something in each turn."""
        return {loop for loop in self.scopes.every(tree.For) if any(map(tree.yields, loop.body))}

    def methods(self, cls: tree.Class) -> dict[str, tree.Function]:
        """Return the functions defined directly in a class (the last of a name wins)."""
        if cls not in self._methods:
            bindings = [b for bs in self.scopes.scope_of(cls).names.values() for b in bs]
            self._methods[cls] = {b.name: b.node for b in bindings if isinstance(b.node, tree.Function)}
        return self._methods[cls]

    def inner_classes(self, cls: tree.Class) -> dict[str, tree.Class]:
        """Return the classes defined directly in a class."""
        bindings = (b for bs in self.scopes.scope_of(cls).names.values() for b in bs)
        return {b.name: b.node for b in bindings if isinstance(b.node, tree.Class)}

    def returned(self, function: tree.Function) -> tuple[tree.Expr, ...] | None:
        """Return the expressions that a function returns; None for a generator or coroutine."""
        if function not in self._generators:
            others = (n for n in tree.walk_own(function) if isinstance(n, tree.Other))
            self._generators[function] = any(n.kind in ("yield", "yield from", "await") for n in others)
        if self._generators[function]:
            return None
        return tuple(n.value for n in self.returns(function) if n.value is not None)

    def returns(self, function: tree.Function) -> tuple[tree.Return, ...]:
        """Return the statements that end a function with a value, in source order."""
        if function not in self._returns:
            found = (n for n in tree.walk_own(function) if isinstance(n, tree.Return) and n.value is not None)
            self._returns[function] = tuple(found)
        return self._returns[function]

    def raised(self, function: tree.Function) -> tuple[tree.Evaluate, ...]:
        """Return the `raise` statements of a function that no `return` stands before, in source order."""
        if function not in self._raised:
            nodes = takewhile(lambda n: not isinstance(n, tree.Return), tree.walk_own(function))
            self._raised[function] = tuple(n for n in nodes if isinstance(n, tree.Evaluate) and n.kind == "raise")
        return self._raised[function]

    def stored(self, cls: tree.Class) -> dict[str, list[Stored]]:
        """Return what a class puts into its attributes, by attribute, in source order; base classes not included."""
        if cls not in self._stored:
            self._stored[cls] = find_stored(cls, self.scopes, self.methods(cls).values())
        return self._stored[cls]

    def fills_itself(self, cls: tree.Class) -> bool:
        """Whether a class puts things into attributes of names that are not written: `self.__dict__[key] = value`.

        That a copy gets what another object has (`__setstate__`) says nothing.
        """
        if cls not in self._fills_itself:
            methods = (m for name, m in self.methods(cls).items() if name == "__init__" or not name.startswith("__"))
            nodes = ((m.params[0].name, n) for m in methods if m.params for n in tree.walk(m))
            told = any(word in self.source.text for word in FILLING)
            self._fills_itself[cls] = told and any(fills(node, me) for me, node in nodes)
        return self._fills_itself[cls]


def _new_value(node: tree.Assign, value: tree.Expr) -> tree.Expr:
    """What an assignment makes of its target: `a += b` makes of it what nobody knows."""
    return tree.Other(value.at, "augmented", (value,)) if node.op else value


def _returns(block: tuple[tree.Stmt, ...]) -> bool:
    """Whether a block ends by leaving its function."""
    last = block[-1] if block else None
    return isinstance(last, tree.Return) or (isinstance(last, tree.Evaluate) and last.kind == "raise")


def is_collected(statement: tree.Stmt) -> bool:
    """Whether pytest takes a statement for a test without more ado."""
    return isinstance(statement, tree.Function) and statement.name.startswith("test_") and not statement.params
