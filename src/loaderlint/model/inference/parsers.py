"""What options of the command line are by default, in whichever file they are added to argparse's parser."""

from __future__ import annotations

from collections.abc import Iterator

from loaderlint.model.inference.command_line import computed_options, defaults_declared, defaults_set, option_names
from loaderlint.model.inference.instead_of_none import is_filled_in, without_none
from loaderlint.model.inference.interface import Evaluation
from loaderlint.model.inference.reasons import Why
from loaderlint.model.inference.set_before_use import Handed, handed_to, set_by, set_by_program
from loaderlint.model.inference.settings_objects import assigned
from loaderlint.model.inference.values import (
    ClassRef,
    Const,
    Frame,
    FunctionRef,
    Instance,
    Items,
    Meanings,
    Unknown,
    assumed,
    at_large,
    lost,
    mark,
)
from loaderlint.model.inference.walk import expand
from loaderlint.model.project.file import File, Place
from loaderlint.syntax import tree

#: An expression, or a parameter of a function, that is a parser or a part of one, and the frame that it stands in.
_Holder = tuple[tree.Expr | tree.Parameter, Frame]

#: The methods of a parser that give a part of it, which takes options as well.
_PARTS = {"add_argument_group", "add_mutually_exclusive_group", "add_parser", "add_subparsers"}


class Parsers:
    """Finds the defaults of options."""

    def __init__(self, evaluator: Evaluation) -> None:
        self._evaluator = evaluator
        self._held: dict[Instance, frozenset[tree.Node]] = {}
        self._declared: dict[File, dict[str, tree.Expr | Const]] = {}
        self._filled_in: dict[Instance, tuple[File, ...]] = {}
        self._filled_from: dict[Instance, tuple[tuple[tree.Expr, Frame], ...]] = {}

    def setting(self, namespace: Instance, name: str) -> Meanings:
        """Return what `args.name` is, for the `args` that argparse gave: by default, if the program does not set it."""
        told, is_certain = set_by_program(self._evaluator, namespace, name)
        if is_certain:
            return told
        if namespace not in self._filled_in:
            self._filled_in[namespace] = tuple(dict.fromkeys((namespace.file, *self._files(namespace))))
        found = (*assigned(self._evaluator, namespace, name), *told)
        files, usual = [namespace.file], self._default(namespace, name) or self._entry(namespace, name)
        if not usual or len(without_none(usual)) < len(usual):
            handed = self._handed_to(namespace)
            found = found or tuple(m for one in handed for m in set_by(self._evaluator, one, name))
            files += [one.function.file for one in handed]
        is_filled = any(is_filled_in(file, name) for file in dict.fromkeys(files))
        if usual:
            changed = tuple(value for value in found if isinstance(value, Const))
            return assumed((*without_none(usual), *changed) if is_filled and changed else (*usual, *changed))
        return (assumed(found) if is_filled else found) or (self._no_default(namespace, name),)

    def _handed_to(self, namespace: Instance) -> tuple[Handed, ...]:
        """The functions of other files that a namespace is handed to: these may set attributes of it."""
        return self._evaluator.memo.gather((namespace, "handed to"), lambda: handed_to(self._evaluator, namespace))

    def _default(self, namespace: Instance, name: str) -> Meanings:
        """What the parser of a namespace gives for an option by default; nothing where no file says so.

        What one file has the parser give goes before what another declares. Several may belong to one program each.
        """
        for found in self._given(namespace, name):
            given = (
                (default,) if isinstance(default, Const) else self._evaluator.evaluate(default, at_large(file))
                for file, default in found
            )
            if values := tuple(value for one in given for value in one):
                return values
        return ()

    def _given(self, namespace: Instance, name: str) -> Iterator[list[tuple[File, tree.Expr | Const]]]:
        """The defaults that files have a namespace's parser give for an option, then the first that one declares."""
        files = self._filled_in[namespace]
        told: list[tuple[File, tree.Expr | Const]] = [
            (f, given[name])
            for f in files
            for call, given in defaults_set(f)
            if name in given and self._tells(namespace, f, call)
        ]
        yield told
        for file in files:
            if file not in self._declared:
                self._declared[file] = defaults_declared(file)
        yield [(f, given) for f in files if (given := self._declared[f].get(name)) is not None][:1]

    def _tells(self, namespace: Instance, file: File, call: tree.Call) -> bool:
        """Whether a call is on the parser of a namespace, or on what is not seen to be another one: a parameter is."""
        if namespace not in self._held:
            self._held[namespace] = frozenset(node for node, _ in self._holders(namespace))
        owner = call.func.value if isinstance(call.func, tree.Attribute) else call.func
        found = file.scopes.scope_at(owner).lookup(owner.id) if isinstance(owner, tree.Name) else None
        is_given = found is not None and any(isinstance(binding.node, tree.Parameter) for binding in found[1])
        return not is_given or owner in self._held[namespace]

    def _entry(self, namespace: Instance, name: str) -> Meanings:
        """What dicts hold under a name of which a loop adds every entry as an option; nothing if that is not known."""
        if namespace not in self._filled_from:
            self._filled_from[namespace] = tuple(self._dicts(namespace))
        for held, frame in self._filled_from[namespace]:
            values = self._evaluator.entry(held, name, frame)
            if values and not any(isinstance(value, Unknown) for value in values):
                return assumed(values)
        return ()

    def _dicts(self, namespace: Instance) -> Iterator[tuple[tree.Expr, Frame]]:
        """The dicts of which a loop adds every entry as an option, with its value as the default."""
        for node, frame in self._holders(namespace):
            parent, method = frame.file.scopes.parent, frame.file.scopes.parent.get(node)
            if not isinstance(method, tree.Attribute) or method.attr != "add_argument":
                continue
            around = frame.file.scopes.ancestors(method)
            loop = next((above for above in around if isinstance(above, tree.For)), None)
            call = parent[method]
            held = _gone_through(loop, call) if loop is not None and isinstance(call, tree.Call) else None
            if held is not None:
                yield held, frame

    def _no_default(self, namespace: Instance, name: str) -> Unknown:
        """Why an option has no default that is seen."""
        for file in self._filled_in[namespace]:
            for call in computed_options(file):
                return lost(Why.COMPUTED_OPTION, place=Place(file, call))
        declares = any(name in option_names(file) for file in self._filled_in[namespace])
        return lost(Why.NO_DEFAULT) if declares else lost(Why.NO_OPTION, name)

    def _files(self, namespace: Instance) -> Iterator[File]:
        """The files in which options are added to the parser that gave a namespace, or to its parents."""
        for parser in self._parsers(namespace):
            yield from (parser.file, parser.cls.file) if isinstance(parser.cls, ClassRef) else (parser.file,)
        yield from (frame.file for _, frame in self._holders(namespace))

    def _holders(self, namespace: Instance) -> Iterator[_Holder]:
        """What stands for the parser that gave a namespace, for one of its parents, or for a part of these."""
        for parser in self._parsers(namespace):
            holders: list[_Holder] = [(parser.call, parser.frame)] if parser.call is not None else []
            yield from expand(holders, self._handed_on, lambda holder: holder[0])

    def _parsers(self, namespace: Instance) -> Iterator[Instance]:
        """The parser that gave a namespace, and its parents."""
        assert namespace.call is not None
        owner = namespace.call.func.value if isinstance(namespace.call.func, tree.Attribute) else None
        parsers = self._evaluator.evaluate(owner, namespace.frame) if owner is not None else ()
        for parser in expand(parsers, self._parents, mark):
            if isinstance(parser, Instance):
                yield parser

    def _parents(self, parser: object) -> Meanings:
        """The parsers whose options another one takes over."""
        if not isinstance(parser, Instance) or parser.call is None:
            return ()
        given = tree.given(parser.call, "parents", 4)
        values = self._evaluator.evaluate(given.value, parser.frame) if given is not None else ()
        return self._evaluator.elements(value for value in values if isinstance(value, Items))

    def _handed_on(self, holder: _Holder) -> Iterator[_Holder]:
        """What else is a parser, since it is given the one that `holder` is, or a part of that."""
        node, frame = holder
        scopes = frame.file.scopes
        match node if isinstance(node, tree.Parameter) else scopes.parent.get(node):
            case tree.Parameter(name=name):
                uses = frame.file.mentions(name)
                yield from ((use, frame) for use in uses if scopes.function_at(use) is frame.function)
            case tree.Assign(targets=(tree.Name(id=name) as target,)) if target is not node:
                uses = frame.file.mentions(name)
                yield from ((use, frame) for use in uses if scopes.function_at(use) is scopes.function_at(target))
            case tree.Attribute(attr=attr) as method if attr in _PARTS:
                if isinstance(call := scopes.parent[method], tree.Call):
                    yield call, frame
            case tree.Argument() as argument if isinstance(call := scopes.parent[argument], tree.Call):
                for callee in self._evaluator.evaluate(call.func, frame):
                    if isinstance(callee, FunctionRef):
                        yield from self._given_to(callee, call, argument, frame)

    def _given_to(
        self, callee: FunctionRef, call: tree.Call, argument: tree.Argument, frame: Frame
    ) -> Iterator[_Holder]:
        """The parameter of a function of the project that a call gives an argument."""
        inner = self._evaluator.calls.enter(callee, call, frame)
        for param in inner.function.params if inner is not None else ():
            if inner is not None and self._evaluator.calls.argument(inner.function, param, inner) is argument:
                yield param, inner


def _gone_through(loop: tree.For, call: tree.Call) -> tree.Expr | None:
    """The dict of which a loop adds each entry as an option: `add_argument(f"--{name}", default=value)`."""
    match loop.target, loop.iterable:
        case (
            tree.Sequence(items=(tree.Name(id=name), tree.Name(id=value))),
            tree.Call(func=tree.Attribute(attr="items", value=held), args=()),
        ):
            defaults = [a.value.id for a in call.args if a.keyword == "default" and isinstance(a.value, tree.Name)]
            flag = call.args[0].value if call.args else None
            if defaults == [value] and flag is not None and list(tree.names(flag)) == [name]:
                return held
    return None
