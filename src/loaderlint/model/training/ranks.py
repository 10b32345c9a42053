"""Programs that run as several processes, one for each rank, and whether they seed all of them alike (FACTS.md 3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from loaderlint.model import limits
from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.flags import runs_on_import, tests
from loaderlint.model.inference.values import External, Frame, Instance, Member, at_large
from loaderlint.model.inference.written import sources
from loaderlint.model.libraries.facts import Family
from loaderlint.model.libraries.words import JOINING, LAUNCHERS
from loaderlint.model.loaders.loader import Loader, built, instances
from loaderlint.model.loaders.rank_parts import speaks_of_ranks
from loaderlint.model.loaders.sampler import is_for_ranks, samplers
from loaderlint.model.project.file import File, Place
from loaderlint.model.randomness.program_seed import is_optional
from loaderlint.model.randomness.seed_variation import FIXED, VariationOf
from loaderlint.model.training.program import Program
from loaderlint.model.training.run import Step, process
from loaderlint.model.training.seed_restarts import seeds
from loaderlint.model.training.usage import Use
from loaderlint.model.workers.asked_options import needed_at
from loaderlint.syntax import tree

#: What accelerate and datasets call the function that gives each rank its part.
_SPLITTING = {"prepare", "split_dataset_by_node"}


def splits_by_rank(file: File) -> bool:
    """Whether a file may take the part of a rank out of something, or hands its loaders to what does."""
    parts: list[tree.Node] = [*file.calls_named("islice"), *file.calls_named("shard")]
    parts += [node for node in file.scopes.every(tree.Operation) if node.op == "%"]
    parts += [node for node in file.scopes.every(tree.Subscript) if _is_slice(node)]
    return any(map(file.calls_named, _SPLITTING)) or any(map(speaks_of_ranks, parts))


def _is_slice(node: tree.Subscript) -> bool:
    match node.index:
        case (tree.Other(kind="slice"),):
            return True
    return False


def process_group(evaluator: Evaluator, file: File) -> Place | None:
    """Return where a file's program joins the other ranks, if it does so with torch itself."""
    module = at_large(file)
    for call in file.calls:
        if evaluator.fact(call.func, module).joins_ranks:
            return Place(file, call)
    return None


def joins_ranks(program: Program) -> Place | None:
    """Return where a program joins the other ranks, if only through a helper in another file.

    What lies deep in a library of the project may do so in programs that run as it wants, and tests run in one process.
    """
    if (place := process_group(program.evaluator, program.file)) is not None or program.file.holds_tests:
        return place
    for step in program.steps:
        if step.fact.joins_ranks:
            calls = [s for s in (step.scene.outwards() if step.scene else ()) if isinstance(s.node, tree.Call)]
            if len(calls) <= limits.CALLS_TO_JOIN_RANKS:
                return Place(step.file, step.node)
    return None


def never_joins_ranks(program: Program, place: Place) -> bool:
    """Whether nothing that a program comes to may join a group of ranks: to wrap a model for them then raises.

    Whoever else comes to the `place` where it does so, such as a library that is handed a function, may have joined.
    """
    steps = [step for step in program.steps if step.node is place.node]
    if not steps or not all(_runs_by_itself(program, step) for step in steps):
        return False
    project = program.evaluator.project
    reached = project.reached(program.file, limits.FILES_OF_PROGRAM)
    files = [program.file, *(file for path in reached or () if (file := project.load(path)) is not None)]
    return reached is not None and not any(JOINING.search(file.source.text) for file in files)


def _runs_by_itself(program: Program, step: Step) -> bool:
    """Whether a program comes to a step from the top level of its file, through calls of its own and new processes."""
    scenes = list(step.scene.outwards()) if step.scene else []
    outermost = scenes[-1] if scenes else step
    if outermost.file is not program.file or outermost.file.scopes.function_at(outermost.node) is not None:
        return False
    calls = [(s.node, s.frame) for s in scenes if isinstance(s.node, tree.Call) and not s.starts_process]
    callees = (callee for call, frame in calls for callee in program.evaluator.evaluate(call.func, frame))
    return not any(isinstance(callee, External | Member) for callee in callees)


def is_one_rank(file: File) -> bool:
    """Whether a program lets itself see a single GPU, or says that it is the only rank: `world_size=1`.

    `os.environ["CUDA_VISIBLE_DEVICES"] = "0"` does the first.
    """
    for assign in file.tree.body:
        match assign:
            case tree.Assign(
                targets=(tree.Subscript(index=(tree.Constant(value="CUDA_VISIBLE_DEVICES"),)),),
                value=tree.Constant(value=str(number)),
            ) if number.strip().isdigit():
                return True
    sizes = [tree.given(call, "world_size", 3) for call in file.calls_named("init_process_group")]
    return any(size is not None and isinstance(size.value, tree.Constant) and size.value.value == 1 for size in sizes)


def is_meant_for_ranks(program: Program) -> bool:
    """Whether a program shows that it is started as several processes: by its code, or by words on how to start it.

    What hands its loaders to accelerate, and no more, may always be run as one.
    """
    text = program.file.source.text
    told = any(word in text for word in LAUNCHERS)
    return told or speaks_of_ranks(program.file.tree) or joins_ranks(program) is not None


def ranks_of_trainer(uses: Iterable[Use]) -> Place | None:
    """Return where the trainer that is handed a loader is told to run several ranks, if it is."""
    return next((use.ranks for use in uses if use.ranks is not None), None)


def distributed_sampler(loader: Loader) -> Place | None:
    """Return where the loader's sampler for ranks is made, if it has one: then it is run on several ranks."""
    ours = (value for value in samplers(loader) if is_for_ranks(loader.evaluator, value))
    return next((value.place for value in ours if isinstance(value, Instance)), None)


def _runs_on_import(step: Step) -> bool:
    """Whether a step runs when its program is imported: from the top level of a file, and not under a guard."""
    scenes = list(step.scene.outwards()) if step.scene else []
    outermost = scenes[-1] if scenes else step
    return runs_on_import(outermost.file, outermost.node)


def shared_out(evaluator: Evaluator, steps: Iterable[Step]) -> dict[Instance, Place]:
    """Return the loaders that a program hands to a library for each rank to get its part, with where it does so.

    Where there are several such places, it is one that the program comes to by default.
    """
    found: dict[Instance, Place] = {}
    sharing = [step for step in steps if any(fact.shares_out for fact in evaluator.facts(step.callees))]
    for step in sorted(sharing, key=lambda step: bool(needed_at(evaluator, Place(step.file, step.node)))):
        for argument in step.node.args if isinstance(step.node, tree.Call) else ():
            for made in instances(evaluator, evaluator.evaluate(argument.value, step.frame)):
                found.setdefault(made, Place(step.file, argument))
    return found


def split_again(
    evaluator: Evaluator, shared: Mapping[Instance, Place], loaders: Iterable[Loader]
) -> Iterator[tuple[Loader, Place]]:
    """Yield the loaders whose samples a library splits among the ranks, with where they are handed to it.

    They are those that `shared_out` gives, and those of `loaders` that a trainer makes.
    """
    for made, place in shared.items():
        if (loader := built(evaluator, made)) is not None:
            yield loader, place
    for loader in loaders:
        if any(fact.shares_out for fact in evaluator.attributes.facts(loader.made)):
            yield loader, loader.place


def seeded_alike(program: Program, made: Instance, own: Instance | None) -> Place | None:
    """Return where the generator `own` of a loader, or torch if that is None, is seeded with one value on all ranks.

    None where it is not seeded in the processes that build the loader, or only if asked to, or may be seeded with
    something else as well, and where one rank draws more numbers from it than the others.
    """
    evaluator = program.evaluator
    processes = {process(scene) for scene in program.builds(made)}
    seedings = [
        (step, seed)
        for step, seed in _seedings(program.steps, own)
        if step.process in processes or _runs_on_import(step)
    ]
    variation_of = VariationOf(evaluator, None)
    if any(is_optional(place) for step, _ in seedings for place in _on_the_way(step)):
        return None
    everywhere = any(_runs_on_import(step) for step, _ in seedings)
    if not everywhere and not processes <= {step.process for step, _ in seedings}:
        return None  # the process that is seeded runs as the only one where it does not spawn the ranks
    if own is None and any(_parts_ranks(step) for step in program.steps):
        return None
    for step, seed in seedings:
        varies = variation_of.expression(seed, step.frame) != FIXED
        if varies or depends_on_rank(seed, step.frame) or _adds_rank(evaluator, step):
            return None
    return Place(seedings[0][0].file, seedings[0][0].node) if seedings else None


def _parts_ranks(step: Step) -> bool:
    """Whether a step draws from torch's stream on some ranks only: `if rank == 0:` before a shuffle."""
    return step.fact.draws is Family.TORCH and any(
        _names_first_rank(test) for place in _on_the_way(step) for test, _ in tests(place.file, place.node)
    )


def _names_first_rank(test: tree.Expr) -> bool:
    """Whether a condition tells the first rank from the others: `rank == 0`, and not whether there are ranks at all."""
    return speaks_of_ranks(test) and any(isinstance(n, tree.Constant) and n.value == 0 for n in tree.walk(test))


def _on_the_way(step: Step) -> Iterator[Place]:
    """A step, and the calls that lead to it."""
    yield Place(step.file, step.node)
    for scene in step.scene.outwards() if step.scene is not None else ():
        if isinstance(scene.node, tree.Call):
            yield Place(scene.file, scene.node)


def _seedings(steps: Iterable[Step], own: Instance | None) -> Iterator[tuple[Step, tree.Expr]]:
    for step in steps:
        match step.node:
            case tree.Call(args=(tree.Argument(value=seed, star=""), *_)) if len(step.callees) == 1:
                if seeds(step.callees[0], own):
                    yield step, seed


def _adds_rank(evaluator: Evaluator, step: Step) -> bool:
    """Whether a library is asked to add the rank to the seed, or may be."""
    assert isinstance(step.node, tree.Call)
    asked = {fact.adds_rank for fact in evaluator.facts(step.callees)} - {None}
    return any(a.keyword is None or a.keyword in asked for a in step.node.args[1:]) and bool(asked)


def depends_on_rank(expr: tree.Expr, frame: Frame) -> bool:
    """Return whether a value is made from what is named after ranks, through names, parameters and arguments."""
    return any(map(speaks_of_ranks, sources(expr, frame)))
