"""Repairs that seed workers: a function for `worker_init_fn` that reseeds just what item code draws from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain, count

from loaderlint.model.analysis import Analysis
from loaderlint.model.inference.values import FunctionRef
from loaderlint.model.libraries.facts import Family
from loaderlint.model.libraries.torch import NUMPY_SEEDED_SINCE
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place
from loaderlint.model.randomness.worker_init import reseeded
from loaderlint.model.workers.item_code import Draw
from loaderlint.repairs.loader_options import give
from loaderlint.repairs.names import is_taken
from loaderlint.repairs.plan import DefineBefore, Refusal, Repair
from loaderlint.repairs.seed_worker_code import LIBRARY_SEEDS, NUMPY_SEED, CannotReachError, Writer

_NAME = "seed_worker"

#: For a function that seeds NumPy's global stream alone.
_NUMPY_NAME = "seed_numpy"

_HEAD = '''def {name}(worker_id):
    """Give this worker random streams of its own, other ones in every epoch."""
'''

#: What functions of other files that seed workers are called.
_SPEAKING = re.compile(r"seed|worker|init", re.IGNORECASE)

NO_LOADER = Refusal("no loader is in sight that a `worker_init_fn` could be given to")


class WorkerSeeding:
    """The functions that seed the workers of a file's loaders: one for all loaders that need the same."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._names: dict[str, tuple[str, Place]] = {}  # by body: the name, and the first loader that needs it

    def repair(self, loader: Loader, drawn: Iterable[Draw], collated: Iterable[Draw] = ()) -> Repair | Refusal:
        """Give a loader a `worker_init_fn` for the streams that samples are `drawn` and batches `collated` from."""
        if not loader["worker_init_fn"].is_(None):
            return Refusal("the loader has a `worker_init_fn` already: that is the place to do it")
        given = give(loader, ("worker_init_fn", ""))
        if isinstance(given, Refusal):
            return given
        top = _top(Place(loader.file, loader.call))
        writer = Writer(self._analysis, loader, top)
        try:
            wanted = list(dict.fromkeys(writer.reseedings([*drawn, *self._of_numpy(loader)], list(collated))))
            if own := self._defined(top, {one.target for one in wanted}):
                return _giving(loader, own)
            body = writer.body(wanted)
        except CannotReachError as error:
            return Refusal(str(error))
        name, user = self._names.setdefault(body, (self._name(top, wanted[0].target), top))
        code = _HEAD.format(name=name) + body
        repair = _giving(loader, name)
        if isinstance(repair, Refusal):
            return repair
        imports = [replace(needed, user=user) for needed in writer.imports]
        return replace(repair, changes=(*repair.changes, DefineBefore(user, code), *imports))

    def _defined(self, top: Place, targets: set[str]) -> str | None:
        """The function that the file has, or imports, before `top` and that seeds all of this."""
        model = self._analysis.model
        of_file = any(not target.startswith("dataset.") and target not in LIBRARY_SEEDS for target in targets)
        for name, bindings in top.file.scopes.scope_of(top.file.tree).names.items():
            only = bindings[0] if len(bindings) == 1 and bindings[0].node.at < top.node.at else None
            if only and (only.kind == "function" or (only.kind == "import" and _SPEAKING.search(name))):
                values = model.evaluator.names.exported(top.file, name) or ()
                functions = [v for v in values if isinstance(v, FunctionRef) and (v.file is top.file or not of_file)]
                if any(targets <= reseeded(model.evaluator, model.explorer, function) for function in functions):
                    return name
        return None

    def _of_numpy(self, loader: Loader) -> list[Draw]:
        """The draw from NumPy's global stream, if the project's torch does not seed that in workers."""
        if not self._analysis.target.runs_below(NUMPY_SEEDED_SINCE):
            return []
        codes = self._analysis.worker_code(loader)
        return [draw for code in codes if (draw := code.first_draw(Family.NUMPY))][:1]

    def _name(self, user: Place, target: str) -> str:
        """A name for a function that is not in use yet: after what it seeds, if the file has several."""
        taken = {name for name, _ in self._names.values()}
        # NumPy's stream may have another rule ask for a function at the same time.
        first = _NUMPY_NAME if target == NUMPY_SEED else _NAME
        library = target.partition(".")[0] if target in LIBRARY_SEEDS else target.removeprefix("dataset.")
        more = "_".join([_NAME, *re.findall(r"[a-z0-9]+", library.lower())])
        names = chain((first, more), (f"{more}_{number}" for number in count(2)))
        return next(name for name in names if name not in taken and not is_taken(user, name))


def _giving(loader: Loader, name: str) -> Repair | Refusal:
    return give(loader, ("worker_init_fn", name))


def _top(place: Place) -> Place:
    """The statement of the module that `place` is in."""
    node = place.node
    while (above := place.file.scopes.parent[node]) is not place.file.tree:
        node = above
    return Place(place.file, node)
