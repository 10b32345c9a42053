"""The body of a function that seeds workers: how each stream is reached and seeded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from loaderlint.model.analysis import Analysis
from loaderlint.model.inference.values import Const, External, Instance, at_large
from loaderlint.model.libraries.facts import Family
from loaderlint.model.loaders.held_objects import ways
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place
from loaderlint.model.randomness.rng_origin import Keeper, Origin, origin_of
from loaderlint.model.workers.item_code import Draw
from loaderlint.repairs.names import is_taken, reference
from loaderlint.repairs.plan import Import
from loaderlint.syntax import tree

NUMPY_SEED = "numpy.random.seed"

#: What NumPy's `default_rng` makes its generators from.
_BIT_GENERATOR = "numpy.random.PCG64"

#: Functions that seed the streams of libraries.
_LIBRARIES = {
    Family.OPENCV: ("cv2.setRNGSeed", 31), Family.IMGAUG: ("imgaug.seed", 32), Family.NUMPY: (NUMPY_SEED, 32),
}  # fmt: skip

#: The same, by path.
LIBRARY_SEEDS = {path for path, _ in _LIBRARIES.values()}

#: Methods that seed the transforms of libraries.
_METHODS = {Family.ALBUMENTATIONS: "set_random_seed({seed})", Family.MONAI: "set_random_state(seed={seed})"}


class CannotReachError(ValueError):
    """A stream that a `worker_init_fn` of this file cannot seed; the message says why."""


@dataclass(frozen=True, slots=True)
class Reseeding:
    """A line of code with a `{seed}` of so many `bits` in it (None: any number) for a stream of some `kind`.

    `target` is what it seeds, as `model.randomness.worker_init` names it. Streams with one `source` are made to give
    the same numbers, and go on doing so. torch seeds a stream of the same kind, the `twin`, in workers too.
    """

    target: str
    code: str
    bits: int | None
    kind: str
    source: object
    twin: Family | None = None


class Writer:
    """Writes the body of a function that seeds the workers of one loader."""

    def __init__(self, analysis: Analysis, loader: Loader, user: Place) -> None:
        self._analysis = analysis
        self._evaluator = analysis.model.evaluator
        self._loader = loader
        self._user = user
        self.imports: list[Import] = []

    def body(self, reseedings: list[Reseeding]) -> str:
        """Return the lines that do what is to be done, within the function."""
        if [one.target for one in reseedings] == [NUMPY_SEED]:
            return f"    {self._name(NUMPY_SEED)}({self._name('torch.initial_seed')}() % 2**32)"
        info = self._name("torch.utils.data.get_worker_info")
        return "\n".join(f"    {line}" for line in (f"info = {info}()", *self._with_seeds(reseedings)))

    def _with_seeds(self, reseedings: list[Reseeding]) -> Iterator[str]:
        """The lines with seeds: the worker's own, or several made from it if streams of one kind would be equal."""
        sources: dict[str, set[object]] = {}
        for one in reseedings:
            sources.setdefault(one.kind, set()).add(one.source)
        codes = map(self._analysis.item_code, self._loader.datasets())
        families = {draw.family for code in codes for draw in code.draws}
        twins = not families.isdisjoint(one.twin for one in reseedings)
        if not twins and all(len(of_kind) == 1 for of_kind in sources.values()):
            yield from (one.code.format(seed=_limited("info.seed", one.bits)) for one in reseedings)
            return
        yield f"seeds = {self._name('random.Random')}(info.seed)"
        shared: dict[object, str] = {}
        for one in reseedings:
            together = [other for other in reseedings if other.source == one.source]
            seed = f"seeds.getrandbits({one.bits or 32})"
            if len(together) > 1:
                if one.source not in shared:
                    shared[one.source] = f"seed_{len(shared) + 1}"
                    yield f"{shared[one.source]} = {seed}"
                seed = shared[one.source]
            yield one.code.format(seed=seed)

    def reseedings(self, drawn: list[Draw], collated: list[Draw]) -> Iterator[Reseeding]:
        """Yield what is to be done about the streams that samples are `drawn` and batches `collated` from.

        Raises:
            CannotReachError: one of them cannot be reached.
        """
        for draw in dict.fromkeys((*drawn, *collated)):
            if draw.rng is None and draw.family in _LIBRARIES:
                path, bits = _LIBRARIES[draw.family]
                yield Reseeding(path, f"{self._name(path)}({{seed}})", bits, path, path)
            elif draw.rng is None:
                yield from self._transforms(draw, in_items=draw in drawn)
            else:
                yield from self._objects(draw, in_items=draw in drawn)

    def _transforms(self, draw: Draw, *, in_items: bool) -> Iterator[Reseeding]:
        """For the transforms of a library that keep streams of their own."""
        family = draw.family
        call = _METHODS.get(family)
        if call is None:
            raise CannotReachError("it is not known how to seed the stream of the library")
        if not in_items:
            raise CannotReachError(f"{family.value} is drawn from in the `collate_fn`, which a worker cannot get at")
        held = [(way, v) for way, v in self._ways() if v.fact.keeps_stream is family]
        for way, value in held:
            source = _source(self._analysis, value)
            yield Reseeding(f"dataset{way}", f"info.dataset{way}.{call}", 32, family.value, source)
        if not held:
            raise CannotReachError(f"no attribute of the dataset is known to hold the transform with {family.value}")

    def _objects(self, draw: Draw, *, in_items: bool) -> Iterator[Reseeding]:
        """For an RNG object: in place where other code may hold it too, else by a new one."""
        origin = origin_of(draw)
        assert draw.rng is not None
        assert origin is not None
        holders = [d.holder for d in self._draws(draw.rng) if d.holder is not None]
        of_module = [h for h in holders if isinstance(h, tree.Name)] if origin.keeper is Keeper.MODULE else []
        if of_module:
            yield self._reseed(self._of_module(origin), draw.rng, alone=False)
        if len(of_module) == len(holders):
            return
        if not in_items:
            raise CannotReachError(
                f"`{origin.name}` is an attribute of a function, not of the dataset, so no worker can reach it"
            )
        found = [(way, v) for way, v in self._ways() if v.call is draw.rng.call and v.cls == draw.rng.cls]
        if not found:
            is_private = origin.attribute.startswith("__")
            why = "is private to its class" if is_private else "is on no path from `info.dataset` that is known"
            raise CannotReachError(f"`{origin.name}` {why}")
        done: set[Instance] = set()
        for way, value in found:
            if value not in done:
                alone = origin.keeper is Keeper.INSTANCE and len([v for _, v in found if v == value]) == 1
                alone = alone and self._is_kept_alone(value, origin.name)
                yield self._reseed(f"dataset{way}", value, alone=alone)
            done.add(value)

    def _of_module(self, origin: Origin) -> str:
        """How to name an RNG object of a module: of the user's own, or of one that it imports from already."""
        home, user = origin.place.file, self._user
        if home is user.file:
            if len(home.scopes.scope_of(home.tree).names.get(origin.name, ())) == 1:
                return origin.name
            raise CannotReachError(f"`{origin.name}` is made in several places")
        project = self._analysis.model.project
        for statement in (s for s in user.file.tree.body if isinstance(s, tree.Import) and s.at < user.node.at):
            for name, alias in statement.names if statement.source is None else ():
                if (alias or "." not in name) and project.module(user.file, name) is home:
                    return f"{alias or name}.{origin.name}"
            if statement.source is not None and project.module(user.file, statement.source) is home:
                if (origin.name, None) in statement.names:
                    return origin.name
                if not is_taken(user, origin.name):
                    self.imports.append(Import(user, f"from {statement.source} import {origin.name}"))
                    return origin.name
        raise CannotReachError(f"`{origin.name}` belongs to a module that this one does not import")

    def _draws(self, rng: Instance) -> list[Draw]:
        return [d for code in self._analysis.worker_code(self._loader) for d in code.draws if d.rng == rng]

    def _is_kept_alone(self, rng: Instance, name: str) -> bool:
        """Whether an RNG object is made for the attribute `name` alone, and is not handed on from there."""
        call, parents = rng.call, rng.file.scopes.parent
        above = parents.get(call) if call is not None else None
        if not isinstance(above, tree.Assign) or [tree.dotted(t) for t in above.targets] != [name]:
            return False
        method = rng.file.scopes.function_at(above)
        reads = (
            [n for n in tree.walk(method) if isinstance(n, tree.Attribute) and tree.dotted(n) == name] if method else []
        )
        return all(n in above.targets or _is_called_on(parents, n) for n in reads)

    def _reseed(self, target: str, rng: Instance, *, alone: bool) -> Reseeding:
        assert isinstance(rng.cls, External)
        path, source = rng.cls.path, _source(self._analysis, rng)
        written = f"info.{target}" if target.startswith("dataset") else target
        kind = rng.fact.rng
        assert kind is not None
        if kind.seed is not None:
            code = f"{written}.{kind.seed}({{seed}})"
            return Reseeding(target, code, kind.bits, path, source, kind.twin)
        generator, made, state = self._made(rng)
        code = f"{written} = {made}" if alone else f"{written}.bit_generator.state = {state}"
        return Reseeding(target, code, None, generator, source)

    def _made(self, rng: Instance) -> tuple[str, str, str]:
        """The kind of a `numpy.random.Generator`, code that makes one, and code for the state of that one."""
        assert isinstance(rng.cls, External)
        if rng.fact.rng and rng.fact.rng.made_anew:
            made = f"{self._name(rng.cls.path)}({{seed}})"
            return _BIT_GENERATOR, made, f"{made}.bit_generator.state"
        first = rng.call.args[0].value if rng.call is not None and rng.call.args else None
        inner = self._evaluator.named(first.func, at_large(rng.file)) if isinstance(first, tree.Call) else None
        if inner is None or not inner.fact.makes_bits:
            raise CannotReachError("it is not known what kind of generator it is")
        bits = f"{self._name(inner.path)}({{seed}})"
        return inner.path, f"{self._name(rng.cls.path)}({bits})", f"{bits}.state"

    def _ways(self) -> list[tuple[str, Instance]]:
        values = self._loader["dataset"].values
        if len(values) != 1:
            raise CannotReachError("the loader may read one dataset or another")
        return list(ways(self._evaluator, values[0]))

    def _name(self, path: str) -> str:
        """Return how to name the library's `path`, and note the import that it takes."""
        found = reference(self._user, path)
        if found is None:
            library = path.partition(".")[0]
            raise CannotReachError(f"`{library}` is not imported at the top of the file, and its name is in use")
        code, imports = found
        self.imports += imports
        return code


def _is_called_on(parents: Mapping[tree.Node, tree.Node], node: tree.Node) -> bool:
    """Whether a method of `node` is called: the object itself goes nowhere then."""
    method = parents.get(node)
    above = parents.get(method) if isinstance(method, tree.Attribute) else None
    return isinstance(above, tree.Call) and above.func is method


def _limited(seed: str, bits: int | None) -> str:
    return seed if bits is None else f"{seed} % 2**{bits}"


def _source(analysis: Analysis, made: Instance) -> object:
    """What decides the numbers that an object gives: its seed, if that is written, and the object itself otherwise.

    Two RNGs with one seed may be meant to go in step, such as for an image and its mask.
    """
    call = made.call
    assert call is not None
    assert isinstance(made.cls, External)
    rng = made.fact.rng
    if rng is not None and rng.always_seeded:  # its seed is given by a method
        match made.file.scopes.parent.get(call), made.file.scopes.parent.get(made.file.scopes.parent.get(call, call)):
            case tree.Attribute(attr=method), tree.Call() as seeding if method == rng.seed:
                call = seeding
    given = [a.value for a in call.args if a.keyword == "seed" or (a.keyword is None and rng is not None)]
    if not given:
        return made
    values = analysis.model.evaluator.evaluate(given[0], made.frame)
    only = values[0] if len(values) == 1 else None
    if isinstance(only, Const) and only.value is not None:
        return made.cls.path, only.value
    written = tree.dotted(given[0])
    return made if written is None or isinstance(only, Const) else (made.cls.path, written, made.frame)
