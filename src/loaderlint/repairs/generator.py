"""Repairs that give a loader, a sampler or a split a generator of its own."""

from __future__ import annotations

from dataclasses import replace

from loaderlint.model.analysis import Analysis
from loaderlint.model.inference.values import Instance
from loaderlint.model.libraries.facts import Family
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.loaders.rank_parts import speaks_of_ranks
from loaderlint.model.project.file import Place
from loaderlint.model.randomness.program_seed import condition_at, seed_at
from loaderlint.model.training.ranks import depends_on_rank, distributed_sampler, process_group
from loaderlint.repairs.loader_options import give
from loaderlint.repairs.names import reference
from loaderlint.repairs.plan import Change, Give, Import, Refusal, Repair, Replace
from loaderlint.syntax import tree

_LOOPS = tree.For | tree.While | tree.Comprehension

#: What a function seeds whose seed is taken for the program's own, where torch is given none.
_OTHER_SEEDS = ((Family.NUMPY,), (Family.PYTHON,))

#: Names that certainly hold the rank of a process among all.
_RANKS = ("rank", "global_rank")


def give_generator(analysis: Analysis, loader: Loader, *, per_rank: bool = False) -> Repair | Refusal:
    """Give a loader a generator with the program's seed; with the rank in it if there are ranks, or if `per_rank`."""
    has_ranks = per_rank or distributed_sampler(loader) is not None
    found = _generator(analysis, Place(loader.file, loader.call), per_rank=has_ranks or None)
    if isinstance(found, Refusal):
        return found
    code, imports = found
    repair = give(loader, ("generator", code))
    return repair if isinstance(repair, Refusal) else replace(repair, changes=(*repair.changes, *imports))


def order_by_generator(analysis: Analysis, loader: Loader) -> Repair | Refusal:
    """Give a generator to what decides the order of a loader: its sampler, if it has one, heeds no other."""
    if loader["sampler"].is_(None):
        return give_generator(analysis, loader)
    made = loader["sampler"].values[0]
    if not isinstance(made, Instance) or made.call is None or made.file is not analysis.file:
        return Refusal("the sampler is made in another file, for other callers too")
    return _give_to_call(analysis, Place(made.file, made.call), per_rank=None)


def split_by_generator(analysis: Analysis, call: Place) -> Repair | Refusal:
    """Give a generator to a call of `random_split`, which has to come out the same on all ranks."""
    return _give_to_call(analysis, call, per_rank=False, otherwise="0")


def shuffle_on_gpu(loader: Loader, device: Place) -> Repair | Refusal:
    """Give a loader a generator on the GPU that a program makes its tensors on: `device` is where it says so."""
    found = _on_gpu(Place(loader.file, loader.call), device)
    if isinstance(found, Refusal):
        return found
    repair = give(loader, ("generator", found[0]))
    return repair if isinstance(repair, Refusal) else replace(repair, changes=(*repair.changes, *found[1]))


def draw_on_gpu(call: Place, device: Place) -> Repair | Refusal:
    """Give such a generator to the call of a sampler, or of `random_split`."""
    found = _on_gpu(call, device)
    if isinstance(found, Refusal):
        return found
    return Repair(f"give `generator={found[0]}`", (Give(call, "generator", found[0]), *found[1]))


def _on_gpu(user: Place, device: Place) -> tuple[str, tuple[Import, ...]] | Refusal:
    """Code for a new generator on the GPU at `user`."""
    made = reference(user, "torch.Generator")
    if made is None:
        return Refusal("`torch` is not imported at the top of the file, and the name is in use")
    match device.node:
        case tree.Constant(value=str(name)) if _is_at_hand(user, device):
            code = "cuda" if name.startswith("torch.") else name
            return f'{made[0]}(device="{code}")', made[1]
        case tree.Name(id=name) if _is_at_hand(user, device):
            return f"{made[0]}(device={name})", made[1]
    return Refusal("the device is not known where the generator would be made")


def _is_at_hand(user: Place, device: Place) -> bool:
    """Whether a device is certain to be the default at `user`, and has the name there that it is given by."""
    scopes = user.file.scopes
    if device.file is not user.file:
        return False
    if not isinstance(device.node, tree.Name):
        return not any(isinstance(above, tree.If) for above in scopes.ancestors(device.node))
    there, here = (scopes.scope_at(node).lookup(device.node.id) for node in (device.node, user.node))
    return there is not None and here is not None and there[0] is here[0]


def add_rank(analysis: Analysis, loader: Loader, seeding: Place) -> Repair | Refusal:
    """Make the seed of a loader's workers differ by rank; `seeding` sets it now."""
    if loader["generator"].is_(None):
        return give_generator(analysis, loader, per_rank=True)
    call = seeding.node
    rank = _rank(analysis, seeding)
    if rank is None or not isinstance(call, tree.Call) or len(call.args) != 1 or call.args[0].keyword:
        return _NO_RANK
    code, imports = rank
    seed = Place(seeding.file, call.args[0].value)
    tight = isinstance(seed.node, tree.Constant | tree.Name | tree.Attribute | tree.Call | tree.Subscript)
    changes: tuple[Change, ...] = (
        Replace(seed, (seed, f" + {code}") if tight else ("(", seed, f") + {code}")),
        *imports,
    )
    return Repair("add the rank to the seed", changes)


_NO_RANK = Refusal("the seed must differ by rank, and the rank is not known where it is set")


def _give_to_call(
    analysis: Analysis, call: Place, *, per_rank: bool | None, otherwise: str | None = None
) -> Repair | Refusal:
    found = _generator(analysis, call, per_rank=per_rank, otherwise=otherwise)
    if isinstance(found, Refusal):
        return found
    code, imports = found
    changes: tuple[Change, ...] = (Give(call, "generator", code), *imports)
    return Repair(f"give `generator={code}`", changes)


def _generator(
    analysis: Analysis, user: Place, *, per_rank: bool | None, otherwise: str | None = None
) -> tuple[str, tuple[Import, ...]] | Refusal:
    """Code for a new generator at `user`: `per_rank` says whether ranks need other seeds; None: if there are any.

    `otherwise` is the seed to take where the program's own is not known.
    """
    if user.file is not analysis.file:
        return Refusal("the call is in another file, for other callers too")
    if _in_loop(analysis, user):
        return Refusal("it runs in a loop, where a new generator would give the same numbers in every turn")
    made = reference(user, "torch.Generator")
    seed, condition, has_rank = _seed(analysis, user) or (otherwise, "", False)
    if made is None:
        return Refusal("`torch` is not imported at the top of the file, and the name is in use")
    if seed is None:
        return Refusal("the program's own seed is not known where the generator would be made")
    code, imports = made
    if not has_rank and (per_rank or (per_rank is None and _has_ranks(analysis))):
        rank = _rank(analysis, user)
        if rank is None:
            return _NO_RANK
        if condition and " if " in rank[0]:
            return Refusal("whether there are ranks and whether to seed is decided as the program runs")
        seed, imports = f"{seed} + {rank[0]}", (*imports, *rank[1])
    # A program that seeds on demand alone is not to be made repeatable where nobody asks for it.
    wanted = f" if {condition} else None" if condition else ""
    return f"{code}().manual_seed({seed}){wanted}", imports


def _seed(analysis: Analysis, user: Place) -> tuple[str, str, bool] | None:
    """The program's own seed, the condition that it seeds on, and whether ranks have other seeds.

    It is that of torch, or else of another stream.
    """
    evaluator = analysis.model.evaluator
    seedings = (
        [analysis.torch_seeding]
        if analysis.torch_seeding is not None
        else [
            Place(analysis.file, call)
            for call in analysis.file.calls
            if evaluator.fact(call.func, analysis.at_large).seeds in _OTHER_SEEDS and _is_main(analysis, call)
        ]
    )
    for seeding in seedings:
        seed, condition = seed_at(evaluator, seeding, user), condition_at(seeding, user)
        if seed is not None and condition is not None:
            assert isinstance(seeding.node, tree.Call)
            given = [argument.value for argument in seeding.node.args]
            varies = "rank" in seed or any(depends_on_rank(value, analysis.at_large) for value in given)
            return seed, condition, varies
    return None


def _is_main(analysis: Analysis, call: tree.Call) -> bool:
    """Whether a call stands at the top level of the module, or in a function that has nothing to do with workers."""
    function = analysis.file.scopes.function_at(call)
    if function is None:
        return True
    in_class = analysis.file.scopes.class_of(function) is not None
    return isinstance(function, tree.Function) and not in_class and "worker" not in function.name.lower()


def _in_loop(analysis: Analysis, user: Place) -> bool:
    """Whether a call is run in a loop, written around it or around a call that leads to it."""
    if any(isinstance(above, _LOOPS) for above in user.file.scopes.ancestors(user.node)):
        return True
    steps = [s for s in analysis.program.steps if s.node is user.node and s.scene is not None]
    return any(isinstance(scene.node, _LOOPS) for s in steps if s.scene for scene in s.scene.outwards())


def _has_ranks(analysis: Analysis) -> bool:
    """Whether the program may run as several processes."""
    return process_group(analysis.model.evaluator, analysis.file) is not None or speaks_of_ranks(analysis.file.tree)


def _rank(analysis: Analysis, user: Place) -> tuple[str, tuple[Import, ...]] | None:
    """How to name the rank at `user`: by a variable, or by asking torch where it has joined the other ranks before."""
    file, scopes = user.file, user.file.scopes
    for name in _RANKS:
        bound = scopes.scope_at(user.node).lookup(name)
        if bound is not None and len(bound[1]) == 1:
            binding = bound[1][0]
            if binding.kind == "parameter" or scopes.leads_to(binding.node, user.node):
                return name, ()
    joined = process_group(analysis.model.evaluator, file)
    around = [] if joined is None else [joined.node, *scopes.ancestors(joined.node)]
    before = [node for node in around if scopes.leads_to(node, user.node)]
    get, ask = (reference(user, f"torch.distributed.{name}") for name in ("get_rank", "is_initialized"))
    if not before or get is None or ask is None:
        return None
    if not any(isinstance(node, tree.If) for node in before):
        return f"{get[0]}()", get[1]
    return f"({get[0]}() if {ask[0]}() else 0)", (*get[1], *ask[1])
