"""What a program shows of places in any file: what it loads, trains on, imports. Some problems stand unless one does.

So a dataset class is looked at alone unless a file builds a loader for it, the project trains without any loader, or
all that its loaders read is seen; what a factory makes is only evaluated on unless a file trains on it; and what runs
under `if __name__ == "__main__"` is the program unless a file imports it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from loaderlint.checking.mentions import Uncalled
from loaderlint.checking.outcome import (
    ALL_READ,
    ALL_READ_IN_WORKERS,
    LOADS,
    READS_MORE,
    READS_MORE_IN_WORKERS,
    UNSEEN,
    Fact,
    runs_alone,
)
from loaderlint.checking.relevant import is_program
from loaderlint.model.analysis import Analysis
from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.flags import main_guards
from loaderlint.model.inference.values import ClassRef, External, FunctionRef, Meaning, at_large
from loaderlint.model.libraries.facts import NOTHING, Family
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.loaders.start_method import methods_set
from loaderlint.model.project.file import File, Place
from loaderlint.model.training.epoch_loops import runs_once
from loaderlint.model.training.run import Step
from loaderlint.model.training.trainers import seeds_workers
from loaderlint.model.training.uncalled import never_called, never_named
from loaderlint.model.understanding import sightings
from loaderlint.model.workers.asked_options import is_usual
from loaderlint.repairs.plan import Repair
from loaderlint.repairs.to_edits import changed
from loaderlint.rule import Problem, Rule, Severity
from loaderlint.syntax import tree

_EXPECTING = {"raises", "assertRaises", "assertRaisesRegex", "warns", "assertWarns", "assertWarnsRegex"}


#: Some file trains, and none asks for loaders: then the project has no workers.
_TRAINS_BY_ITSELF: Fact = ("trains by itself", "", 0)


def known(analysis: Analysis) -> set[Fact]:
    """Return what a file tells about places in any file. Tests say nothing of what the program does."""
    made = set(_made(analysis))
    if analysis.file.holds_tests:
        return {fact for fact in made if fact[1] == analysis.file.path}
    project = analysis.model.project
    imported = project.imported(analysis.file)
    evaluator = analysis.model.evaluator
    seeds = seeds_workers(evaluator, analysis.file)
    asked = list(_asked_for(analysis))
    return {
        *made,
        *(_of_class("loaded", c) for x in analysis.written if x.workers is False for c in x.classes()),
        *(_of_class("loaded", c) for c in analysis.gone_through if c.file is not analysis.file),
        *(
            _of_class("loaded by workers", c)
            for x in analysis.written
            if x.may_have_workers
            for c in _read(analysis, x)
        ),
        *_come_to_in_calls(analysis),
        *_reading(analysis, asked),
        *(UNSEEN for loader in analysis.loaders if loader.workers is not False and _reads_anything(loader)),
        *([_fact("processes are spawned", None)] if methods_set(evaluator, analysis.file) == {"spawn"} else []),
        *(_fact("what is not seen is seeded", None) for x in analysis.loaders if _seeds_anything(analysis, x)),
        *(_of_class("evaluated on" if only else "not only evaluated on", c) for c, only in analysis.loaded.items()),
        *(_of_class("filled by a class", c) for c in _filled(analysis)),
        *(_fact("trained on", *giving) for giving in analysis.trained_on),
        *(_fact("gone through", usage.loader.place) for usage in analysis.usages),
        *(fact for x in analysis.loaders if x.made.file is not analysis.file for fact in _given(x)),
        *(fact for x in analysis.loaders if x.made.file is not analysis.file for fact in _drawing(analysis, x)),
        *(fact for x in analysis.loaders if x.made.file is not analysis.file for fact in _once(analysis, x)),
        *(_fact("shuffled by a seed", x.place) for x in analysis.loaders if analysis.shuffles_by_seed(x)),
        *(("imported", path, 0) for path in imported),
        *(("its workers are seeded", path, 0) for path in (project.reached(analysis.file) or () if seeds else ())),
        *(("torch is seeded", path, 0) for path in (_come_to(analysis) if analysis.torch_seeding else ())),
        *([_TRAINS_BY_ITSELF] if analysis.file.calls_named("backward") else []),
        *([("asks for loaders", "", 0)] if asked else []),
        *(("told the epoch", path, 0) for path in imported if analysis.file.calls_named("set_epoch")),
    }


def _come_to_in_calls(analysis: Analysis) -> Iterator[Fact]:
    """Which loaders of the functions that a program calls, in whichever file, it comes to, and which it passes by.

    It passes by what stands in functions that only those name which it calls, as well, if it does not call these.
    """
    evaluator = analysis.model.evaluator
    called = [step for step in analysis.program.steps if not step.frame.is_at_large and not _is_by_own_file(step)]
    come_to = {step.node for step in called}
    functions = {step.frame.function for step in called}
    for file in dict.fromkeys(step.file for step in called):
        for function, calls in file.calls_in_functions.items():
            if function in functions or file.named_by(function) <= functions:
                for call in calls:
                    callees = evaluator.evaluate(call.func, at_large(file))
                    if any(isinstance(callee, External) and callee.fact.loader for callee in callees):
                        yield _fact("come to" if call in come_to else "passed by", Place(file, call.func))


def _is_by_own_file(step: Step) -> bool:
    """Whether a function of a step's own file leads there, and nothing is seen that calls it."""
    *_, start = step.scene.outwards() if step.scene is not None else (step,)
    return start.file is step.file and step.file.scopes.function_at(start.node) is not None


def _come_to(analysis: Analysis) -> set[str]:
    """The files of which a program runs code, or that it imports itself."""
    return analysis.model.project.imported(analysis.file) | {step.file.path for step in analysis.program.steps}


def versions(
    rule: Rule, problem: Problem, dataset: ClassRef | None, analysis: Analysis
) -> Iterator[tuple[Problem, tuple[Fact, ...], Uncalled | None]]:
    """Yield the forms in which a problem is told, each with what must not be known of any file if it is to stand.

    What is wrong in functions or classes that nothing in their file uses is told as it is if another file may use them,
    and else makes an advice.

    Of a `dataset` that nothing is seen to load, what a rule says is told as it is where the project builds no loaders,
    as a library does. Where it builds some, one that is not seen through may read it: that makes an advice.
    """
    doubted = _doubts(rule, problem, analysis)
    if dataset is None:
        uncalled = _uncalled(problem, analysis)
        yield problem, doubted, uncalled
        if uncalled is not None:
            yield _assuming(problem, _said_of(uncalled)), doubted, None
        return
    seen = ALL_READ_IN_WORKERS if problem.rests_on_workers else ALL_READ
    doubted += (*(_of_class(what, dataset) for what in ("loaded", "loaded by workers")), _TRAINS_BY_ITSELF)
    yield problem, (*doubted, LOADS), None
    assumed = f"no loader that is seen reads `{dataset.node.name}`: holds if another does"
    yield _assuming(problem, assumed), (*doubted, seen), None


def _assuming(problem: Problem, assumed: str) -> Problem:
    """A problem as advice, with what is assumed of it."""
    return replace(problem, severity=Severity.ADVICE, note="; ".join(filter(None, (problem.note, assumed))))


def _uncalled(problem: Problem, analysis: Analysis) -> Uncalled | None:
    """What leads to a problem, if nothing in its file calls or makes that: what is around its loader, if any."""
    *_, start = problem.loader.way if problem.loader is not None else (problem.place,)
    evaluator = analysis.model.evaluator
    if names := never_called(evaluator, start):
        return Uncalled(start.file.path, names)
    if names := never_named(start):
        return Uncalled(start.file.path, names, beside_others=True)
    acts = is_program(analysis.file.source.text)
    return None if acts else Uncalled(analysis.file.path, (), beside_others=True)


def _said_of(uncalled: Uncalled) -> str:
    named = " or ".join(f"`{name}`" for name in uncalled.names)
    return f"nothing in the project uses {named or 'this module'}"


def _doubts(rule: Rule, problem: Problem, analysis: Analysis) -> tuple[Fact, ...]:
    """What must not be known of any file if a problem is to stand, whatever reads its dataset."""
    found = [_fact(shown.what, shown.place, shown.by) for shown in problem.unless]
    if not analysis.trains:
        places = (problem.place, *(evidence.place for evidence in problem.evidence(analysis.file)))
        found += dict.fromkeys(("imported", p.file.path, 0) for p in places if _is_under_main_guard(p))
    if not rule.at_once and problem.loader is not None and analysis.is_set_aside(problem.loader, alone=True):
        found.append(runs_alone(analysis.file.path))
    if problem.loader is not None and problem.loader.frame.is_at_large:
        found.append(_fact("passed by", problem.loader.place))
        if _is_asked_for_by_others(problem.loader) and _building(problem.loader) is None:
            found.append(_fact("understood in calls", problem.loader.place))
    if problem.loader is not None and (cls := _building(problem.loader)) is not None:
        found.append(_of_class("filled by a class", cls))
    loader = problem.loader if problem.rests_on_workers else None
    if loader is not None and loader.workers is None and _is_asked_for_by_others(loader):
        found.append(_fact("given none", loader.place))
    return tuple(found)


def shared(problem: Problem, program: File) -> tuple[Fact, ...]:
    """Return what other files tell that ask for what a problem's repair changes in another file than the program's own.

    That is the loader, where the repair builds it in another way, and the classes of its datasets, where the problem is
    not in their own file: what is wrong there, such as a handle that is opened too early, is so for all.
    """
    loader, repair = problem.loader, problem.repair
    if loader is None or not isinstance(repair, Repair):
        return ()
    files = {file for file in changed(repair) if file is not program}
    own = (loader.made.file, problem.place.file)
    classes = [cls for cls in loader.classes() if cls.file in files and cls.file not in own]
    return (
        *([_fact("loader", loader.place)] if loader.made.file in files else []),
        *(_of_class(what, cls) for cls in classes for what in ("loaded", "loaded by workers")),
    )


def is_meant(problem: Problem) -> bool:
    """Whether a test asks for what the problem says: `with pytest.raises(ValueError)`."""
    scopes = problem.place.file.scopes
    items = [i for a in scopes.ancestors(problem.place.node) if isinstance(a, tree.With) for i in a.items]
    return any(isinstance(i.value, tree.Call) and tree.last_name(i.value.func) in _EXPECTING for i in items)


def _asked_for(analysis: Analysis) -> Iterator[tree.Call]:
    """The calls of what is named after loaders, or after trainers, which make them, and is not all the project's."""
    evaluator = analysis.model.evaluator
    for call in analysis.file.calls:
        name = tree.last_name(call.func).lower()
        if "loader" in name or "trainer" in name:
            callees = evaluator.evaluate(call.func, analysis.at_large)
            if not all(_is_own(evaluator, callee) for callee in callees):
                yield call


def _is_own(evaluator: Evaluator, callee: Meaning) -> bool:
    """Whether all of a function or class is the project's: it derives from no library's class, or an unseen one."""
    if isinstance(callee, ClassRef):
        bases = [b for cls in evaluator.attributes.lineage(callee) for b in evaluator.attributes.bases(cls)]
        return all(isinstance(base, ClassRef) or base == evaluator.external("builtins.object") for base in bases)
    return isinstance(callee, FunctionRef)


def _made(analysis: Analysis) -> Iterator[Fact]:
    """The loaders that a program makes, and those of which it shows all that there is to know."""
    for place, ways in sightings(analysis).items():
        yield _fact("loader", place)
        if all(way.is_understood for way in ways):
            yield _fact("understood", place)
            is_called = all(way.uses and not way.is_at_large for way in ways)
            if place.file is not analysis.file and is_called:
                yield _fact("understood in calls", place)


def _reading(analysis: Analysis, asked: list[tree.Call]) -> Iterator[Fact]:
    """Whether a file builds loaders, and any that may read a dataset which is not seen: what it asks for may be one."""
    for loader in analysis.written:
        yield LOADS
        if not loader.is_wholly_seen:
            yield READS_MORE if loader.workers is False else READS_MORE_IN_WORKERS
    fact = analysis.model.evaluator.fact
    yield from (READS_MORE_IN_WORKERS for call in asked if fact(call.func, analysis.at_large) is NOTHING)


def _read(analysis: Analysis, loader: Loader) -> Iterator[ClassRef]:
    """The classes whose objects the workers of a loader read: its datasets, and those that these hold."""
    yield from loader.classes()
    for code in map(analysis.item_code, loader.datasets()):
        for frame, _ in code.visits:
            cls = frame.file.scopes.class_of(frame.function)
            if cls is not None and (held := ClassRef(frame.file, cls)) in analysis.model.analysis(frame.file).datasets:
                yield held


def _reads_anything(loader: Loader) -> bool:
    return not loader.is_wholly_seen and not loader.datasets()


def _seeds_anything(analysis: Analysis, loader: Loader) -> bool:
    """Whether a loader may read anything, and is given a `worker_init_fn` that seeds NumPy or is not seen."""
    if not (_reads_anything(loader) and loader["worker_init_fn"].given):
        return False
    init = analysis.worker_init_code(loader)
    return init is None or Family.NUMPY in init.seeded


def _is_asked_for_by_others(loader: Loader) -> bool:
    """Whether a loader is built by a function that nothing in its own file calls."""
    function = loader.file.scopes.function_at(loader.call)
    return isinstance(function, tree.Function) and not loader.file.calls_named(function.name)


def _building(loader: Loader) -> ClassRef | None:
    """The class whose method builds a loader, where no more is known of the object than that class."""
    function = loader.file.scopes.function_at(loader.call)
    cls = loader.file.scopes.class_of(function) if isinstance(function, tree.Function) else None
    receiver = loader.frame.receiver
    known = receiver is not None and receiver.call is not None
    return None if cls is None or known else ClassRef(loader.file, cls)


def _filled(analysis: Analysis) -> Iterator[ClassRef]:
    """The classes of other files whose objects a class of the file fills by names that are not written."""
    attributes = analysis.model.evaluator.attributes
    for node in analysis.file.classes:
        if analysis.file.fills_itself(node):
            yield from (cls for cls in attributes.lineage(ClassRef(analysis.file, node)) if cls.node is not node)


def _is_under_main_guard(place: Place) -> bool:
    """Whether a place lies in a block that only runs as a program, and that asks for no arguments as programs do."""
    return any(not any(map(_reads_arguments, tree.walk(guard))) for guard in main_guards(place.file, place.node))


def _reads_arguments(node: tree.Node) -> bool:
    match node:
        case tree.Attribute(attr="parse_args" | "parse_known_args" | "argv"):
            return True
    return False


def _of_class(what: str, cls: ClassRef) -> Fact:
    return what, cls.file.path, cls.node.at


def _given(loader: Loader) -> Iterator[Fact]:
    """What one file has another build a loader with."""
    yield _fact("given none" if loader.workers is False else "given workers", loader.place)
    yield _fact("given a sampler" if loader["sampler"].is_given else "given no sampler", loader.place)


def _once(analysis: Analysis, loader: Loader) -> Iterator[Fact]:
    """The loops that a program has count to one, around all that it does with a loader of another file."""
    evaluator, uses = analysis.model.evaluator, analysis.uses_of(loader)
    if not any(use.repeated for use in uses):
        scenes = (scene for use in uses for scene in use.scenes if runs_once(evaluator, scene))
        yield from (_fact("gone through once", loader.place, Place(scene.file, scene.node)) for scene in scenes)


def _drawing(analysis: Analysis, loader: Loader) -> Iterator[Fact]:
    """Which item code draws with the options that a program has by default, and which does not."""
    evaluator, codes = analysis.model.evaluator, analysis.worker_code(loader)
    for place in {draw.place for code in codes for draw in code.draws}:
        draws = is_usual(evaluator, codes, place)
        if draws is not None:
            yield _fact("drawing" if draws else "drawing only if asked", place)


def _fact(what: str, place: Place | None, by: Place | None = None) -> Fact:
    if by is not None:
        what += f" by {by.file.path}:{by.node.at}"
    return (what, "", 0) if place is None else (what, place.file.path, place.node.at)
