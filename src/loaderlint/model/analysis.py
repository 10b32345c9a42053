"""What a rule looks at: one file's loaders and datasets, with everything that they are connected to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from itertools import chain

from loaderlint.model import limits
from loaderlint.model.inference.bindings import is_followed
from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.flags import runs_on_import
from loaderlint.model.inference.interface import Question
from loaderlint.model.inference.reachable import Live
from loaderlint.model.inference.values import (
    ClassRef,
    External,
    Frame,
    FunctionRef,
    Instance,
    Meaning,
    Meanings,
    PartialClass,
    at_large,
)
from loaderlint.model.inference.walk import Once
from loaderlint.model.libraries import LIBRARIES, Libraries
from loaderlint.model.libraries.facts import Family, Samples
from loaderlint.model.libraries.torch import KEEPS_AND_PINS_SINCE, NUMPY_SEEDED_SINCE, OPTIONS_SINCE
from loaderlint.model.libraries.words import DATA_METHODS, EVALUATION, PUTTING_BACK
from loaderlint.model.loaders.dataset_kind import is_dataset, is_iterable
from loaderlint.model.loaders.datasets import of_libraries
from loaderlint.model.loaders.givers import Giving, datasets_made_at, given_by, shown_by
from loaderlint.model.loaders.loader import Loader, built
from loaderlint.model.loaders.sampler import never_ends, shuffled_alone_at, shuffled_at
from loaderlint.model.project.file import File, Place
from loaderlint.model.project.imports import Imports
from loaderlint.model.project.modules import CODE
from loaderlint.model.project.project import Project
from loaderlint.model.project.requirements import TorchRange
from loaderlint.model.project.runtime import ANY_RUNTIME, Runtime
from loaderlint.model.randomness.determinism import determinism
from loaderlint.model.training.early_reads import called_before
from loaderlint.model.training.gpu_copies import moved_by_library
from loaderlint.model.training.kept_names import kept_as
from loaderlint.model.training.named_role import Named, may_train_by_name, named_role
from loaderlint.model.training.program import Program
from loaderlint.model.training.ranks import shared_out
from loaderlint.model.training.role import Role
from loaderlint.model.training.torch_target import target_of
from loaderlint.model.training.usage import Usage, Use, beside_relays
from loaderlint.model.training.whereabouts import Idle, idle
from loaderlint.model.workers.conditions import speaks_of_evaluation, takes_evaluation_alone
from loaderlint.model.workers.item_code import Explorer, ItemCode, Seeding
from loaderlint.model.workers.sample_data import SampleData
from loaderlint.preset import Preset
from loaderlint.syntax import tree
from loaderlint.text.words import words_of


class Model:
    """What is shared by all files of a run: the project's files and what has been found out about them."""

    def __init__(
        self,
        project: Project,
        target: TorchRange,
        preset: Preset,
        libraries: Libraries = LIBRARIES,
        runtime: Runtime = ANY_RUNTIME,
    ) -> None:
        self.project = project
        self.target = target
        self.preset = preset
        self.evaluator = Evaluator(project, target, libraries, runtime)
        self.explorer = Explorer(self.evaluator)
        self.sample_data = SampleData(self.evaluator)
        self.imports = Imports(project)
        self.seeding: Once[tree.Node, bool] = Once(False)  # which functions seed torch in their own body
        self._analyses: dict[File, Analysis] = {}

    def analysis(self, file: File) -> Analysis:
        """Return what is known of a file; one for each file of a run."""
        if file not in self._analyses:
            self._analyses[file] = Analysis(self, file)
        return self._analyses[file]

    def given_up(self) -> dict[str, int]:
        """Return what the questions were about that were given up since this was last asked, each with their number."""
        return Counter(map(_subject, self.evaluator.memo.given_up()))

    def forget(self) -> None:
        """Let go of all, for good: a model and its parts know each other, which costs the garbage collector much."""
        self._analyses = {}
        self.evaluator.forget()

    def tidy(self) -> None:
        """Drop, between two files, what can be worked out again, if it has become much."""
        if len(self._analyses) > limits.KEPT_ANALYSES:
            self._analyses = {}
            self.explorer = Explorer(self.evaluator)
            self.sample_data = SampleData(self.evaluator)


class Analysis:
    """One file, as rules see it."""

    def __init__(self, model: Model, file: File) -> None:
        self.model = model
        self.file = file
        self.preset = model.preset
        self._idle_loaders: dict[tuple[Instance, bool], Idle | None] = {}
        self._datasets_made: dict[Instance, frozenset[Place]] = {}

    @cached_property
    def target(self) -> TorchRange:
        """The releases of torch that the program is for."""
        return target_of(self.program, self.model.target)

    def takes(self, option: str) -> bool:
        """Whether loaders, and splits, have an option in some release of torch that the program is for."""
        return self.target.admits_from(OPTIONS_SINCE[option])

    def may_keep_workers(self, loader: Loader) -> bool:
        """Whether a loader may be asked to keep its workers, in some release of torch that the program is for."""
        return self.takes("persistent_workers") and (self._keeps_and_pins or loader["pin_memory"].is_(False))

    @staticmethod
    def may_keep_workers_since(loader: Loader) -> str:
        """Return the first release of torch in which a loader may be asked to keep its workers."""
        return OPTIONS_SINCE["persistent_workers"] if loader["pin_memory"].is_(False) else KEEPS_AND_PINS_SINCE

    def torch_seeds(self, family: Family) -> bool:
        """Whether torch seeds a stream in every worker, in the releases that the project runs with."""
        is_late = family is Family.NUMPY and self.target.runs_below(NUMPY_SEEDED_SINCE)
        return family.reseeded_by_torch and not is_late

    def may_pin(self, loader: Loader) -> bool:
        """Whether a loader may be asked to pin memory, in some release of torch that the program is for."""
        return self._keeps_and_pins or loader["persistent_workers"].is_(False)

    @property
    def _keeps_and_pins(self) -> bool:
        return self.target.admits_from(KEEPS_AND_PINS_SINCE)

    @cached_property
    def at_large(self) -> Frame:
        """The frame of the file's code, of whose calls nothing is known."""
        return at_large(self.file)

    @cached_property
    def loaders(self) -> tuple[Loader, ...]:
        """The loaders that the file makes, in source order, and those that its program makes in other files.

        What never runs is left out.
        """
        live = Live(self.model.evaluator, self.at_large)
        return tuple(x for x in self.written if x.made.file is not self.file or live.comes_to(x.place.node))

    @cached_property
    def written(self) -> tuple[Loader, ...]:
        """The same loaders, with those that the program does not come to, since it raises before."""
        evaluator, module = self.model.evaluator, at_large(self.file)
        own = (call for call in self.file.calls if tree.last_name(call.func) not in DATA_METHODS)
        others = (step for step in self.program.steps if step.file is not self.file)
        calls = chain(
            ((call, module, evaluator.evaluate(call.func, module)) for call in own),
            ((step.node, step.frame, step.callees) for step in others if isinstance(step.node, tree.Call)),
        )
        made = [
            one
            for call, frame, callees in calls
            for callee in callees
            if _may_make_loader(callee)
            for one in evaluator.calls.result(callee, call, frame)
            if isinstance(one, Instance) and one.call is call
        ]
        loaders = (loader for one in dict.fromkeys(made) if (loader := built(evaluator, one)))
        return tuple(x for x in loaders if x.made.place and not evaluator.branches.never_runs(x.made.place))

    @cached_property
    def program(self) -> Program:
        """The file as it runs, with what is done with loaders."""
        return Program(self.model.evaluator, self.file)

    @property
    def usages(self) -> tuple[Usage, ...]:
        """The loaders that the file's program consumes."""
        return self.program.usages

    @property
    def trained(self) -> tuple[tuple[Usage, Use], ...]:
        """The loaders that are trained on, each with the use that does so."""
        return tuple((usage, use) for usage in self.usages if (use := usage.training))

    @cached_property
    def moved_by_library(self) -> dict[Place, Place]:
        """The places of loaders whose batches a library moves to a GPU, with where it is handed them.

        What it is handed only if the user of the program sets an option is left out.
        """
        return moved_by_library(self.model.evaluator, self.program.steps)

    @cached_property
    def shared_out(self) -> dict[Instance, Place]:
        """The loaders that the program hands to a library for each rank to get its part, with where it does so."""
        return shared_out(self.model.evaluator, self.program.steps)

    def evaluated(self, option: str) -> tuple[tuple[Usage, Use], ...]:
        """Return the loaders of which nothing is seen but whole passes that evaluate, each with the first of them.

        That holds for every loader of the same datasets that what gives the `option` is for: a factory may train on it.
        """
        only = [usage for usage in self.usages if all(u.evaluation for u in self._sharing(usage, option))]
        return tuple((usage, use) for usage in only if (use := usage.evaluation))

    @cached_property
    def evaluated_by_name(self) -> tuple[tuple[Loader, Named], ...]:
        """The loaders of which no use is seen, and that are for evaluation by all their names.

        What they are handed to says the same by its name: `evaluate(model, loader)`.
        """
        return () if self.file.holds_tests else tuple(self._named_for_evaluation())

    def _named_for_evaluation(self) -> Iterator[tuple[Loader, Named]]:
        used = [usage.loader for usage in self.usages]
        used += [loader for made in self.program.taken_by_hand if (loader := built(self.model.evaluator, made))]
        places, names = {loader.place for loader in used}, {_home(loader) for loader in used}
        for loader in self.loaders:
            if loader.place in places or _home(loader) in names or self._is_kept_again(loader):
                continue
            if self._idle(loader.made, alone=True) is not None:
                continue
            frames = self.program.frames_of(loader.made)
            named = named_role(loader, frames)
            if named is None or named.role is not Role.EVALUATION or may_train_by_name(loader, frames):
                continue
            if all(EVALUATION & set(words_of(name)) for name in self.program.handed_to(loader.call)):
                yield loader, named

    def _is_kept_again(self, loader: Loader) -> bool:
        """Whether code that comes behind keeps another loader by the name of one."""
        others = {x.call for x in self.loaders if x.call is not loader.call and _home(x) == _home(loader)}
        scopes = loader.file.scopes
        statements = {above for call in others for above in scopes.ancestors(call) if isinstance(above, tree.Assign)}
        own = next((above for above in scopes.ancestors(loader.call) if isinstance(above, tree.Assign)), None)
        return own is not None and is_followed(loader.file, own, statements)

    def _sharing(self, usage: Usage, option: str) -> Iterator[Usage]:
        """Yield the usages of loaders that get an option from the same code, this one among them."""
        given = set(given_by(usage.loader, option))
        for other in self.usages:
            is_given = other is usage or not given.isdisjoint(given_by(other.loader, option))
            if is_given and not self._read_apart(usage.loader, other.loader):
                yield other

    def _read_apart(self, loader: Loader, other: Loader) -> bool:
        """Whether two loaders are known to read different datasets."""
        places = []
        for one in (loader, other):
            if one.made not in self._datasets_made:
                self._datasets_made[one.made] = frozenset(datasets_made_at(one))
            places.append(self._datasets_made[one.made])
        return all(places) and places[0].isdisjoint(places[1])

    def uses_of(self, loader: Loader) -> list[Use]:
        """Return what is seen to be done with the loaders that a call builds with, or without, a `worker_init_fn`."""
        bare = loader["worker_init_fn"].is_(None)
        usages = self.program.usages_of(loader.call)
        return [use for usage in usages if usage.loader["worker_init_fn"].is_(None) is bare for use in usage.uses]

    def is_only_evaluated(self, loader: Loader) -> bool:
        """Whether all that is seen to be done with a loader is to evaluate: the same noise each time may be meant.

        Where nothing is seen to be done with it, its name may tell, `dev_loader = DataLoader(...)`, or its datasets.
        """
        uses, made = self.uses_of(loader), loader.made
        statement = made.file.scopes.parent.get(made.call) if made.call is not None else None
        targets = statement.targets if isinstance(statement, tree.Assign) else ()
        named = bool(targets) and all(map(speaks_of_evaluation, targets))
        if uses or named:
            return all(use.role is Role.EVALUATION for use in beside_relays(uses))
        classes = [dataset.cls for dataset in loader.datasets()] if loader.is_wholly_seen else []
        return bool(classes) and all(isinstance(cls, ClassRef) and takes_evaluation_alone(cls) for cls in classes)

    def is_read_once(self, loader: Loader) -> bool:
        """Whether all that is seen to be done with a loader is to go through it once, perhaps for the whole run."""
        uses = self.uses_of(loader)
        return bool(uses or never_ends(loader)) and not any(use.repeated for use in uses)

    def starts_workers_again(self, loader: Loader) -> bool:
        """Whether the workers of a loader, if it has any, end with each pass, and it may be gone through again."""
        return loader["persistent_workers"].is_(False) and not self.is_read_once(loader)

    def is_only_measured(self, loader: Loader) -> bool:
        """Whether all that is seen to be done with a loader is one pass that sums up, as for a mean of the samples."""
        loops = [use.loop for use in self.uses_of(loader)]
        sums_up = all(loop is not None and self.program.readings.only_sums_up(loop) for loop in loops)
        return bool(loops) and sums_up and self.is_read_once(loader)

    def is_set_aside(self, loader: Loader, *, alone: bool = False) -> bool:
        """Whether a loader is only asked for its dataset or its length, or not wanted: its workers never start.

        So it is where nothing is done with it, in a program that takes batches from others, perhaps if that runs
        `alone`: if no file imports it. Cells that a notebook still lacks may go through it.
        """
        state = self._idle(loader.made, alone=alone)
        return state is Idle.ASIDE or (state is Idle.UNUSED and self._takes_batches)

    @cached_property
    def _takes_batches(self) -> bool:
        """Whether the program goes through a loader, or takes single batches from one. Item code is for its workers."""
        used = any(not self._is_of_dataset(use.place) for usage in self.usages for use in usage.uses)
        return used or any(self._idle(x.made, alone=True) is Idle.SAMPLED for x in self.loaders)

    def _is_of_dataset(self, place: Place) -> bool:
        """Whether code stands in a method of one of the file's dataset classes."""
        function = place.file.scopes.function_at(place.node)
        cls = None if function is None else place.file.scopes.class_of(function)
        return cls is not None and cls in [dataset.node for dataset in self.datasets]

    def _idle(self, made: Instance, *, alone: bool) -> Idle | None:
        """What is done with a loader that nothing goes through; None where something may."""
        if (made, alone) not in self._idle_loaders:
            used = any(usage.uses for usage in self.usages if usage.loader.made == made)
            may_be_used = used or bool(self.file.source.cells)
            self._idle_loaders[made, alone] = None if may_be_used else idle(self.program, made, alone=alone)
        return self._idle_loaders[made, alone]

    @property
    def trains(self) -> bool:
        """Whether the file's program trains on a loader."""
        return any(usage.training for usage in self.usages)

    @cached_property
    def trained_on(self) -> set[Giving]:
        """The code that gives options to the loaders that the file's program trains on, and the datasets of these."""
        trained = [usage.loader for usage in self.usages if usage.training]
        return {giving for loader in trained for giving in shown_by(loader, "shuffle", "drop_last")}

    @property
    def relayed(self) -> tuple[tuple[Usage, Use], ...]:
        """The loaders that a generator goes through again and again to yield their batches on, each with that use."""
        return tuple((usage, use) for usage in self.usages for use in [u for u in usage.uses if u.relays][:1])

    @cached_property
    def datasets(self) -> tuple[ClassRef, ...]:
        """The classes in the file that derive from torch's Dataset or IterableDataset."""
        found = (ClassRef(self.file, node) for node in self.file.classes if node.bases)
        return tuple(c for c in found if is_dataset(self.model.evaluator, c))

    @property
    def gone_through(self) -> list[ClassRef]:
        """The dataset classes of which the program goes through an object itself, without a loader."""
        return [cls for cls in self.program.gone_through if is_dataset(self.model.evaluator, cls)]

    @cached_property
    def loaded(self) -> dict[ClassRef, bool]:
        """The dataset classes that the program builds loaders for, with the classes that they derive from.

        Each with whether all these loaders are evaluated on alone.
        """
        found: dict[ClassRef, bool] = {}
        for loader in self.loaders:
            for cls in loader.classes():
                found[cls] = found.get(cls, True) and self.is_only_evaluated(loader)
        return found

    def collates_by_default(self, loader: Loader) -> bool:
        """Whether a loader certainly makes batches, and with the default collate function."""
        size = loader["batch_size"]
        if not size.known or size.is_by_default(None) or not loader["collate_fn"].is_(None):
            return False
        return not self.program.hands_on(loader.made)

    def item_code(self, dataset: Instance) -> ItemCode:
        """Return the code that workers run for `dataset`."""
        return self.model.explorer.dataset(dataset)

    def run_before(self, dataset: Instance, loader: Loader | None = None) -> ItemCode:
        """Return what the main process has run when workers start: the making of a dataset, and its `__len__`.

        So have other methods, or its item code, that the program calls before it goes through `loader`.
        """
        names = ["__init__", "__len__"]
        if loader is not None:
            names += called_before(self.model.evaluator, dataset, loader, self.uses_of(loader))
        methods = [m for name in names for m in self.model.evaluator.attributes.attribute(dataset, name)]
        return self.model.explorer.functions([m for m in methods if isinstance(m, FunctionRef)])

    def worker_code(self, loader: Loader) -> tuple[ItemCode, ...]:
        """Return the code that the workers of a loader run: that of each of its datasets, and its `collate_fn`."""
        return (*map(self.item_code, loader.datasets()), *self.library_code(loader), self.collate_code(loader))

    def library_code(self, loader: Loader) -> tuple[ItemCode, ...]:
        """Return what workers run of the functions that the datasets of libraries which a loader reads were given."""
        made = of_libraries(self.model.evaluator, loader["dataset"].values)
        return tuple(self.model.explorer.of_library(one) for one in made if self._calls_later(one))

    def _calls_later(self, dataset: Instance) -> bool:
        """Whether a dataset of a library calls what it was given when a sample is asked for."""
        when = dataset.fact.calls_later
        later = when is None or (when is Samples.ITERABLE) is self.is_iterable(dataset)
        return bool(dataset.fact.composite) and dataset.call is not None and later

    def collate_code(self, loader: Loader) -> ItemCode:
        """Return the code that a loader's `collate_fn` runs."""
        functions = [f for v in loader["collate_fn"].values for f in self.model.evaluator.attributes.callables(v)]
        return self.model.explorer.functions(functions)

    def is_iterable(self, dataset: Meaning) -> bool | None:
        """Whether a dataset is an IterableDataset; None where its base classes are not all known."""
        return is_iterable(self.model.evaluator, dataset)

    def worker_init(self, loader: Loader) -> FunctionRef | None:
        """Return the function given as `worker_init_fn`, if it is certainly one function of the project."""
        values = loader["worker_init_fn"].values
        only = values[0] if len(values) == 1 else None
        functions = self.model.evaluator.attributes.callables(only) if only is not None else []
        return functions[0] if len(functions) == 1 else None

    def worker_init_code(self, loader: Loader) -> ItemCode | None:
        """Return the code that `worker_init_fn` runs, empty where there is none; None where it cannot be seen.

        Of a library's function that seeds, all is taken to be known.
        """
        option = loader["worker_init_fn"]
        if option.is_(None):
            return ItemCode()
        match option.values:
            case (External(path=path, fact=fact),) if fact.seeds:
                seeding = Seeding(
                    path, option.place or loader.place, loader.frame, families=fact.seeds, by=fact.reseeds_by
                )
                return ItemCode(seedings=[seeding])
        function = self.worker_init(loader)
        return None if function is None else self.model.explorer.functions([function])

    @cached_property
    def torch_seeding(self) -> Place | None:
        """The first call that seeds torch's global RNG in the main process: in the file, or in a module it imports."""
        for call in self.file.calls:
            if any(map(self._seeds_torch, self._callees(call, self.at_large))) and not self._is_helper(call):
                return Place(self.file, call)
        for step in self.program.steps:
            seeds = any(isinstance(callee, External) and self._seeds_torch(callee) for callee in step.callees)
            if seeds and PUTTING_BACK.isdisjoint(tree.names(step.frame.function)):
                scenes = step.scene.outwards() if step.scene is not None else ()
                leading = [one.node for one in scenes if one.file is self.file and isinstance(one.node, tree.Call)]
                if leading and not any(map(self._is_helper, leading)):
                    return Place(self.file, leading[0])
        return next(self._seedings_on_import(), None)

    def _seedings_on_import(self) -> Iterator[Place]:
        """The calls that seed torch's global RNG at the top level of the modules that the file imports."""
        project = self.model.project
        for path in sorted(project.imported(self.file)):
            module = project.load(path)
            if module is None or not module.may_seed:
                continue
            project.rests_on(self.file, CODE, path, CODE)
            for call in module.calls:
                callees = self._callees(call, at_large(module)) if runs_on_import(module, call) else ()
                if any(map(self._seeds_torch, callees)):
                    yield Place(module, call)

    def shuffles_by_seed(self, loader: Loader) -> Place | None:
        """Return what makes a loader shuffle with torch's global stream, in a program that seeds it, or ought to."""
        return shuffled_at(loader) if self._leaves_order_to_seed(loader) else None

    def shuffles_alone_by_seed(self, loader: Loader) -> Place | None:
        """The same for the runs in which no sampler deals out the samples to several ranks."""
        return shuffled_alone_at(loader) if self._leaves_order_to_seed(loader) else None

    def _leaves_order_to_seed(self, loader: Loader) -> bool:
        """Whether a program seeds torch, or ought to, and gives a loader no generator."""
        seeds = self.torch_seeding is not None or self.preset.wants_repeatability
        return seeds and loader["generator"].is_(None)

    @cached_property
    def promise(self) -> tuple[Place, Place] | None:
        """Where the program seeds torch, and where it asks for deterministic results: it means to repeat its runs."""
        claim = determinism(self.model.evaluator, self.file) if self.torch_seeding else None
        return (self.torch_seeding, claim) if self.torch_seeding and claim else None

    def _callees(self, call: tree.Call, frame: Frame) -> Meanings:
        return self.model.evaluator.evaluate(call.func, frame)

    def _seeds_torch(self, callee: Meaning) -> bool:
        """Whether a function seeds torch: one of a library, or of the project in its own body (`set_seed`)."""
        if isinstance(callee, FunctionRef) and callee.receiver is None:
            module = at_large(callee.file)
            inner = (n for n in tree.walk_own(callee.node) if isinstance(n, tree.Call))
            called = (m for call in inner for m in self._callees(call, module))
            return self.model.seeding(
                callee.node, lambda: any(isinstance(m, External) and self._seeds_torch(m) for m in called)
            )
        return isinstance(callee, External) and Family.TORCH in (callee.fact.seeds or ())

    def _is_helper(self, call: tree.Call) -> bool:
        """Whether a call stands in a function that seeds when it is called, or in one that workers run."""
        function = self.file.scopes.function_at(call)
        if function is None:
            return False
        in_worker = any(init and init.node is function for init in map(self.worker_init, self.loaders))
        in_dataset = self.file.scopes.class_of(function) in [d.node for d in self.datasets]
        return in_worker or in_dataset or (isinstance(function, tree.Function) and "seed" in function.name.lower())


def _may_make_loader(callee: Meaning) -> bool:
    """Whether a call of something may give a loader that it makes itself."""
    if isinstance(callee, External):
        return callee.fact.loader is not None
    return isinstance(callee, ClassRef | PartialClass)


def _home(loader: Loader) -> tuple[tree.Node | None, tuple[str, ...]] | Place:
    """The function that keeps a loader where it is built, and the name by which; the place where it has no name."""
    name = tuple(kept_as(loader.file, loader.call))
    return (loader.file.scopes.function_at(loader.call), name) if name else loader.place


def _subject(question: Question) -> str:
    """What a question to the evaluator is about, as it is written: `self.loader`."""
    parts = question if isinstance(question, tuple) else (question,)
    for part in parts:
        match part:
            case str(name) | ClassRef(node=tree.Class(name=name)) | Instance(cls=ClassRef(node=tree.Class(name=name))):
                return name
            case tree.Node():
                return next(
                    (d for n in tree.walk(part) if isinstance(n, tree.Name | tree.Attribute) and (d := tree.dotted(n))),
                    "a value",
                )
    return "a value"
