"""What checking one file shows of others: what it loads, trains on, imports. Some problems stand unless one does.

So a dataset class is looked at alone unless a file builds a loader for it; what a factory makes is only evaluated on
unless a file trains on it; and what runs under `if __name__ == "__main__"` is the program unless a file imports it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from loaderlint.checking.outcome import Fact
from loaderlint.model.analysis import Analysis
from loaderlint.model.inference.values import ClassRef
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import File, Place
from loaderlint.model.understanding import sightings
from loaderlint.model.workers.pickling import is_main_guard
from loaderlint.rule import Problem
from loaderlint.syntax import tree
from loaderlint.text.paths import absolute

_TEST_LIBRARIES = {"pytest", "unittest"}

_EXPECTING = {"raises", "assertRaises", "assertRaisesRegex", "warns", "assertWarns", "assertWarnsRegex"}


def known(analysis: Analysis) -> set[Fact]:
    """Return what a file tells about places in any file. Tests say nothing of what the program does."""
    made = set(_made(analysis))
    if is_test(analysis.file):
        return {fact for fact in made if fact[1] == analysis.file.path}
    imported = analysis.model.project.imported(analysis.file)
    return {
        *made,
        *(("loaded", cls.file.path, cls.node.at) for cls in _loaded(analysis)),
        *(_fact("trained on", place) for place in analysis.trained_on),
        *(_given(loader) for loader in analysis.loaders if loader.made.file is not analysis.file),
        *(("imported", path, 0) for path in imported),
        *(("told the epoch", path, 0) for path in imported if analysis.file.calls_named("set_epoch")),
    }


def doubts(problem: Problem, dataset: ClassRef | None, analysis: Analysis) -> tuple[Fact, ...]:
    """Return what must not be known of any file if a problem, perhaps of a dataset that nothing loads, is to stand."""
    found = [] if dataset is None else [("loaded", dataset.file.path, dataset.node.at)]
    found += [_fact(shown.what, shown.place) for shown in problem.unless]
    if not analysis.trains:
        places = (problem.place, *(evidence.place for evidence in problem.evidence(analysis.file)))
        found += dict.fromkeys(("imported", p.file.path, 0) for p in places if _is_under_main_guard(p))
    loader = problem.loader if problem.rests_on_workers else None
    if loader is not None and loader.workers is None and _is_asked_for_by_others(loader):
        found.append(_fact("given none", loader.place))
    return tuple(found)


def is_meant(problem: Problem) -> bool:
    """Whether a test asks for what the problem says: `with pytest.raises(ValueError)`."""
    scopes = problem.place.file.scopes
    items = [i for a in scopes.ancestors(problem.place.node) if isinstance(a, tree.With) for i in a.items]
    return any(isinstance(i.value, tree.Call) and tree.last_name(i.value.func) in _EXPECTING for i in items)


def is_test(file: File) -> bool:
    """Whether a file holds tests: the loaders that they build are there to be looked at.

    A script that is named `test_model.py` rather tests a model.
    """
    path = Path(file.path)
    if absolute(path).parent.name in ("test", "tests"):
        return True
    imports = file.scopes.every(tree.Import)
    modules = (module for n in imports for module in ([n.source] if n.source else [name for name, _ in n.names]))
    if any(module.split(".")[0] in _TEST_LIBRARIES for module in modules):
        return True
    named = path.name.startswith("test_")
    return named and any(_is_collected(s) for s in file.tree.body)


def _is_collected(statement: tree.Stmt) -> bool:
    """Whether pytest takes a statement for a test without more ado."""
    return isinstance(statement, tree.Function) and statement.name.startswith("test_") and not statement.params


def _made(analysis: Analysis) -> Iterator[Fact]:
    """The loaders that a program makes, and those of which it shows all that there is to know."""
    for place, ways in sightings(analysis).items():
        yield _fact("loader", place)
        if all(way.is_understood for way in ways):
            yield _fact("understood", place)


def _loaded(analysis: Analysis) -> Iterator[ClassRef]:
    """The dataset classes that a file builds loaders for, with the classes that they derive from."""
    datasets = [dataset.cls for loader in analysis.loaders for dataset in loader.datasets()]
    for cls in datasets:
        if isinstance(cls, ClassRef):
            yield from analysis.model.evaluator.attributes.lineage(cls)


def _is_asked_for_by_others(loader: Loader) -> bool:
    """Whether a loader is built by a function that nothing in its own file calls."""
    function = loader.file.scopes.function_at(loader.call)
    return isinstance(function, tree.Function) and not loader.file.calls_named(function.name)


def _is_under_main_guard(place: Place) -> bool:
    return any(isinstance(a, tree.If) and is_main_guard(a) for a in place.file.scopes.ancestors(place.node))


def _given(loader: Loader) -> Fact:
    return _fact("given none" if loader.workers is False else "given workers", loader.place)


def _fact(what: str, place: Place) -> Fact:
    return what, place.file.path, place.node.at
