"""Errors that end every run of a program before it goes through a loader again, whatever else may be wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from loaderlint.model.inference.failing import statement_evaluating
from loaderlint.model.inference.values import Meaning, is_unbound
from loaderlint.model.libraries.facts import NOTHING, Gives, Passes
from loaderlint.model.libraries.stdlib import BUILTINS
from loaderlint.model.loaders.loader import Loader, has_own_iterator
from loaderlint.model.project.file import File, Place
from loaderlint.model.project.imports import Imports
from loaderlint.model.training.run import Scene
from loaderlint.model.training.usage import Use
from loaderlint.model.workers.sample_data import SampleData
from loaderlint.syntax import tree

#: What no file has to define beside the builtins: those that Python 2 had, and what tools and notebooks put there.
_PUT_THERE = {
    "In", "Out", "WindowsError", "_", "basestring", "buffer", "cmp", "dbutils", "display", "execfile", "file",
    "get_ipython", "long", "profile", "raw_input", "reduce", "reload", "reveal_type", "sc", "spark", "sqlContext",
    "unichr", "unicode", "xrange",
}  # fmt: skip

#: Code that may give a module names that are not written in it, be it by a magic of a notebook that became a script.
_GIVES_NAMES = re.compile(
    r"\bbuiltins\b|\b(?:exec|globals|locals|vars|get_ipython)\s*\(|\bsys\.modules\b|^[ \t]*#.*%run\b|\bsnakemake\b",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class SureError:
    """The code that fails, and what is wrong there."""

    place: Place
    what: str


def sure_error(imports: Imports, data: SampleData, loader: Loader, use: Use | None) -> SureError | None:
    """Return an error that every run which builds a loader, and makes a use of it, comes to before another pass."""
    innermost = (use.loop or use.around) if use is not None else None
    scenes = [Place(scene.file, scene.node) for scene in (innermost.outwards() if innermost else ())]
    handed = [use.place] if use is not None else []
    in_turns = _run_in_turns(scenes, 0 if use is None or use.loop is None else 1)
    for place in reversed([*handed, *scenes, *loader.way]):
        to_end = place.file.scopes.function_at(place.node) in in_turns
        for name in _undefined_on_the_way(imports, place, to_end=to_end):
            return SureError(Place(place.file, name), f"`{name.id}` is not defined: this ends the run")
    return _taken_apart(data, loader, use.loop) if use is not None and use.loop is not None else None


def _run_in_turns(scenes: list[Place], first: int) -> set[tree.Function | tree.Lambda | None]:
    """The functions that run to their end in every turn of the innermost loop, from the `first` of some scenes on."""
    loop = next((place for place in scenes[first:] if isinstance(place.node, tree.For | tree.While)), None)
    if loop is None:
        return set()
    inside = {place.file.scopes.function_at(place.node) for place in scenes[: scenes.index(loop)]}
    return inside - {loop.file.scopes.function_at(loop.node)}


# -- names that nothing defines ----------------------------------------------------------------------------------------


def _undefined_on_the_way(imports: Imports, place: Place, *, to_end: bool) -> Iterator[tree.Name]:
    """Yield the names that nothing defines, of statements that run whenever the code at a place does.

    With `to_end`, the function around it runs to its end as well. Cells of a notebook may be run in any order, and each
    without the others.
    """
    scopes = place.file.scopes
    around = {place.node, *scopes.ancestors(place.node)}
    loops = {node for node in around if isinstance(node, tree.For | tree.While)}
    for name in _undefined(imports, place.file, scopes.function_at(place.node) or scopes.module):
        if _cell(place.file, name) != _cell(place.file, place.node):
            continue
        statement = statement_evaluating(place.file, name)
        if statement is not None:
            in_turn = statement in around or scopes.parent.get(statement) in loops
            is_behind = to_end and _stands_behind(place, statement)
            if in_turn or is_behind or scopes.leads_to(statement, place.node):
                yield name


def _stands_behind(place: Place, statement: tree.Node) -> bool:
    """Whether the function around a place always comes to a statement behind that, unless something fails before."""
    file, function = place.file, place.file.scopes.function_at(place.node)
    if not isinstance(function, tree.Function) or statement not in function.body or tree.yields(function):
        return False
    around = {place.node, *file.scopes.ancestors(place.node)}
    part = next(statement for statement in function.body if statement in around)
    left = (*file.returns(function), *file.raised(function))
    return part.at < statement.at and not any(part.at <= leaving.at < statement.at for leaving in left)


def _cell(file: File, node: tree.Node) -> int | None:
    """The cell of a notebook that code stands in; None in any other file."""
    source = file.source
    return source.in_cell(source.position(Place(file, node).span[0])[0])[0] if source.cells else None


def _undefined(imports: Imports, file: File, owner: tree.Node) -> Iterator[tree.Name]:
    """Yield the names in a function, or at the top of a module, that neither it, its file nor Python defines.

    Nor does a magic of a notebook, which leaves behind that it may do so, or a module from which all names come.
    """
    scopes = file.scopes
    by_magic = any(scopes.scope_at(name).lookup("__") is None for name in file.mentions("__"))
    if _GIVES_NAMES.search(file.source.text) or by_magic:
        return
    for node in tree.walk_own(owner):
        if not isinstance(node, tree.Name) or node.id in _PUT_THERE or not is_unbound(f"{BUILTINS}.{node.id}"):
            continue
        is_set = scopes.scope_at(node).lookup(node.id) is not None or file.assigned_from_outside.get(node.id)
        if not is_set and not (file.exports and imports.may_have(file, node.id)):
            yield node


# -- batches that are taken apart --------------------------------------------------------------------------------------


def _taken_apart(data: SampleData, loader: Loader, loop: Scene) -> SureError | None:
    """Return where a loop takes batches apart into another number of parts than they have."""
    sizes = {_size(data, dataset) for dataset in loader["dataset"].values}
    size = sizes.pop() if len(sizes) == 1 and _puts_together_itself(loader) else None
    target = _taking_apart(loader, loop) if size is not None else None
    if target is None or len(target.items) == size or any(map(tree.is_starred, target.items)):
        return None
    what = f"a batch of {size} parts is taken apart into {len(target.items)}: this ends the run"
    return SureError(Place(loop.file, target), what)


def _puts_together_itself(loader: Loader) -> bool:
    """Whether torch's own function makes the batches, and nothing else of them: a list, a part for each of samples."""
    if has_own_iterator(loader.evaluator, loader.made) or "collate_fn" in loader.file.assigned_attributes:
        return False
    batched = loader.options["batch_size"].constant
    size = batched.value if batched is not None else None
    return all(loader[name].is_(None) for name in ("collate_fn", "batch_sampler")) and isinstance(size, int)


def _size(data: SampleData, dataset: Meaning) -> int | None:
    """The number of parts that all samples of a dataset have, which are tuples; None where it is not known."""
    sizes = {
        len(datum.parts) if isinstance(made := datum.made.node, tree.Sequence) and made.kind == "tuple" else None
        for sample in data.samples(dataset)
        for datum in sample.data
    }
    return sizes.pop() if len(sizes) == 1 else None


def _taking_apart(loader: Loader, loop: Scene) -> tree.Sequence | None:
    """What a loop over a loader itself takes its batches apart into."""
    if not isinstance(loop.node, tree.For):
        return None
    target, iterable, evaluator = loop.node.target, loop.node.iterable, loader.evaluator
    while evaluator.evaluate(iterable, loop.frame) != (loader.made,):
        fact = evaluator.fact(iterable.func, loop.frame) if isinstance(iterable, tree.Call) else NOTHING
        if not isinstance(iterable, tree.Call) or fact.passes is not Passes.FIRST or fact.flattens or not iterable.args:
            return None
        if fact.gives is Gives.NUMBERED:
            if not isinstance(target, tree.Sequence) or len(target.items) != 2:
                return None
            target = target.items[1]
        elif fact.gives is not None:
            return None
        iterable = iterable.args[0].value
    if isinstance(target, tree.Name):
        return _taking_apart_in(loop.node.body, target.id)
    return target if isinstance(target, tree.Sequence) else None


def _taking_apart_in(body: tuple[tree.Stmt, ...], batch: str) -> tree.Sequence | None:
    """What the first statement to name a batch takes it apart into: any other may change it."""
    for statement in body:
        match statement:
            case tree.Assign(value=tree.Name(id=name), targets=(tree.Sequence() as taken,)) if name == batch:
                return taken
        if any(isinstance(node, tree.Name) and node.id == batch for node in tree.walk(statement)):
            return None
    return None
