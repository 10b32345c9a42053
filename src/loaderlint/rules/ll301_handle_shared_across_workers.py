"""An open file, archive, database or connection that all workers read through.

## What it does
Reports handles that are opened before workers start and that item code reads through: `open()`, `tarfile`, `zipfile`,
`h5py`, `lmdb`, `sqlite3`, an `.npz` from `np.load`, zarr's `ZipStore`, a database connection or a socket kept on the
dataset, or something got from one (`file["images"]`, `env.begin()`). torchvision's `LSUN` opens an LMDB environment
itself. The finding is where the handle is opened, since it is repaired there, whichever file the loader is in. Datasets
that no loader is seen to read are reported as a warning in a project that builds no loader, and as advice in one with
loaders that may read them. It is advice, too, if the dataset has a `__getstate__` and a program of the project spawns
its processes.

Silent where item code, `__iter__` or a `worker_init_fn` opens the handle anew, where it is closed again before the
workers start, or taken out of the dict that keeps it, and where everything is read at once (`file["images"][:]`).
`if self.file is None: self.file = open(...)` is accepted unless the main process has opened the file before: in
`__init__` or `__len__`, or because the program reads a sample itself (`dataset[0]`) before the workers start. So is a
handle that is kept under a key, in a dict or behind `functools.lru_cache`, unless the main process has asked for the
same key.
Also silent for files, archives and HDF5 if there is a single forked worker (advice if that is a default), and for
handles of modules if workers are spawned: they import the module again, which opens another one. HDF5, LMDB and SQLite
are advice where nothing speaks for workers that are not forked, as for LL303.

## Why is this bad?
A forked worker inherits the open file itself, with one position shared by all processes. Two workers that seek and
read at the same time get each other's bytes: with `open` and `tarfile` samples are silently wrong, with `zipfile`
reading fails now and then, mostly with `BadZipFile`. LMDB and SQLite forbid use across a fork in their
documentation, and with HDF5 1.10 reads were wrong (from 1.12 on none was seen). No handle can be pickled, so a loader
that spawns its workers does not start at all.

## Example
```python
from torch.utils.data import DataLoader, Dataset


class Records(Dataset):
    def __init__(self, path, size):
        self.size = size
        self.file = open(path, "rb")

    def __len__(self):
        return 1000

    def __getitem__(self, index):
        self.file.seek(index * self.size)
        return self.file.read(self.size)


loader = DataLoader(Records("records.bin", 64), num_workers=4)
```

## Use instead
```python
import os

from torch.utils.data import DataLoader, Dataset


class Records(Dataset):
    def __init__(self, path, size):
        self.path = path
        self.size = size
        self.file = None
        self.opened_by = None

    def __len__(self):
        return 1000

    def __getitem__(self, index):
        if self.opened_by != os.getpid():
            self.file = open(self.path, "rb")
            self.opened_by = os.getpid()
        self.file.seek(index * self.size)
        return self.file.read(self.size)

    def __getstate__(self):
        return {**self.__dict__, "file": None, "opened_by": None}


loader = DataLoader(Records("records.bin", 64), num_workers=4)
```

## Fix safety
Opening the handle in each worker needs more open files, and code that relies on one shared position changes, so a fix
is unsafe. It turns the attribute into a property that opens the handle in the process that asks for it, and keeps it
out of pickles. There is no fix for LMDB: from lmdb 2 on, a forked worker cannot open what the main process still holds
open. Nor is there one if the class has something of the kind, or uses the handle right after it has opened it.

## References
- [LMDB: Caveats](http://www.lmdb.tech/doc/): use an environment in the process which opened it, not after `fork()`
- [SQLite: How to corrupt a database](https://www.sqlite.org/howtocorrupt.html#_carrying_an_open_database_connection_across_a_fork_)
- [h5py: Multiprocessing](https://docs.h5py.org/en/stable/mpi.html)
"""

from dataclasses import replace

from loaderlint.model.analysis import Analysis
from loaderlint.model.inference.values import ClassRef, External, Instance
from loaderlint.model.libraries.facts import Opened
from loaderlint.model.loaders.datasets import of_libraries
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.loaders.start_method import may_not_fork, start_methods
from loaderlint.model.project.file import Place
from loaderlint.model.workers.handle_sharing import SharedHandles
from loaderlint.model.workers.handle_uses import Use
from loaderlint.model.workers.item_code import ItemCode
from loaderlint.model.workers.pickling import decides_itself
from loaderlint.repairs.reopen import reopen
from loaderlint.rule import Applicability, Claim, Evidence, Problem, Problems, Severity, Shown, Sign, rule

#: Kinds whose reads come out wrong when forked workers share them.
_POSITIONED = {Opened.FILE, Opened.TAR, Opened.ZIP}

#: Kinds that one forked worker uses alone as well as the main process would.
_SAFE_ALONE = {*_POSITIONED, Opened.HDF5}

#: Kinds of which no read was wrong in forked workers, with HDF5 from 1.12 on.
_READ_RIGHT = {Opened.HDF5, Opened.LMDB, Opened.SQLITE}

_UNPICKLABLE = "spawned workers do not start, since it cannot be pickled"

_HARM = {
    Opened.FILE: "forked workers share its position in the file and get each other's bytes",
    Opened.TAR: "forked workers share its position in the file and get each other's bytes",
    Opened.ZIP: "forked workers share its position in the file, and reading fails, mostly with `BadZipFile`",
}

_NOTES = {
    Opened.HDF5: "forked workers read wrong data with HDF5 1.10 (from 1.12 on none was seen); " + _UNPICKLABLE,
    Opened.LMDB: "LMDB's documentation forbids use of an environment after a fork; " + _UNPICKLABLE,
    Opened.SQLITE: "SQLite's documentation forbids carrying a connection across a fork; " + _UNPICKLABLE,
    Opened.CONNECTION: "forked workers write to and read from one and the same connection; " + _UNPICKLABLE,
}

_NOT_FORKED = "the project spawns its processes, which do not share it, since `__getstate__` decides what they are sent"

_HELP = "open it in the worker: in item code, whenever `os.getpid()` is not the process that opened it last"

#: From lmdb 2 on a forked worker cannot open an environment that is open where it comes from (FACTS.md 4).
_HELP_WITH_LMDB = (
    "open it in the worker, when item code first asks for it; where the main process opens it, "
    "let that close it before the workers start"
)


def _in_dataset(analysis: Analysis, dataset: ClassRef) -> Problems:
    pickled = decides_itself(analysis.model.evaluator, dataset)
    for use in _shared(analysis, dataset.instance):
        problem = replace(_problem(use), rests_on_workers=True)
        if not pickled:
            yield problem
        elif use.kind in _POSITIONED:
            yield replace(problem, unless=(Shown("processes are spawned", None),))
            yield replace(_if_forked(use), rests_on_workers=True)


@rule(
    Severity.ERROR,
    needs=("dataset", "worker_init_fn"),
    fix=Applicability.UNSAFE,
    claim=Claim("start methods", (Sign.WRONG_SAMPLES, Sign.RAISES), besides=("coverage",), certain=False),
    unloaded=_in_dataset,
)
def check(analysis: Analysis) -> Problems:
    """Yield the handles that the workers of the file's loaders share."""
    worst: dict[tuple[Place, str], Problem] = {}
    for loader in analysis.loaders:
        if loader.may_have_workers:
            for problem in _in_loader(analysis, loader):
                known = worst.setdefault((problem.place, problem.message), problem)
                if problem.certain and not known.certain:
                    worst[problem.place, problem.message] = problem
    yield from worst.values()


def _in_loader(analysis: Analysis, loader: Loader) -> Problems:
    init = analysis.worker_init_code(loader)
    if init is None or "dataset" in init.touched:  # it may open handles anew
        return
    opened_anew = {place for _, place in init.calls}  # by a method of the dataset
    methods = start_methods(loader, analysis.file)
    spawned = bool(methods) and "fork" not in methods
    shared: dict[Place, Use] = {}
    reading: dict[Place, list[Instance]] = {}
    for dataset in loader.datasets():
        pickled = isinstance(dataset.cls, ClassRef) and decides_itself(analysis.model.evaluator, dataset.cls)
        for use in _shared(analysis, dataset, loader):
            if use.made in opened_anew:
                continue
            if pickled and spawned and use.kind in _POSITIONED:
                yield replace(_if_forked(use), loader=loader, datasets=(dataset,), rests_on_workers=True)
            elif not (pickled and (spawned or use.kind not in _POSITIONED)) and not (spawned and use.maker is None):
                shared.setdefault(use.made, use)
                reading.setdefault(use.made, []).append(dataset)
    if not spawned:
        for use in SharedHandles(analysis.model.explorer).shared(analysis.collate_code(loader), ItemCode):
            shared.setdefault(use.made, use)
    yield from (_opened_by(dataset, loader, spawned=spawned) for dataset in _of_libraries(loader))
    alone = loader["num_workers"].is_by_default(1) and not spawned
    for use in shared.values():
        safe = alone and use.kind in _SAFE_ALONE
        if not (safe and loader["num_workers"].is_(1)):
            is_read = bool(loader.workers) and loader.is_seen_through
            problem = _problem(use, certain=is_read and (spawned or use.kind in _POSITIONED), spawned=spawned)
            datasets = tuple(reading.get(use.made, ()))
            # Forked workers read these right wherever it was tried: a warning is for workers that cannot be started.
            starts = use.kind in _READ_RIGHT and not spawned and not may_not_fork(loader, analysis.file)
            harmful = not safe and not starts and (use.kind in _POSITIONED or loader.workers)
            severity = None if harmful else Severity.ADVICE
            yield replace(problem, loader=loader, datasets=datasets, rests_on_workers=True, severity=severity)


def _of_libraries(loader: Loader) -> list[Instance]:
    """The datasets of libraries that a loader reads and that open a handle when they are made."""
    return [made for made in of_libraries(loader.evaluator, loader["dataset"].values) if made.fact.opens]


def _opened_by(dataset: Instance, loader: Loader, *, spawned: bool) -> Problem:
    assert isinstance(dataset.cls, External)
    assert dataset.fact.opens is not None
    return Problem(
        dataset.place or loader.place,
        f"`{dataset.cls.path.rpartition('.')[2]}` opens its {dataset.fact.opens.value} in the main process, "
        + ("which cannot be pickled: the loader raises `TypeError`" if spawned else "and all workers use it"),
        help="wrap it in a dataset that makes it in the worker, when the first sample is asked for",
        note="" if spawned else _NOTES.get(dataset.fact.opens, ""),
        certain=spawned and loader.is_seen_through,
        loader=loader,
        rests_on_workers=True,
    )


def _problem(use: Use, *, certain: bool = False, spawned: bool = False) -> Problem:
    return Problem(
        use.made,
        f"`{use.name}` {_harm(use, spawned=spawned)}",
        help=_HELP_WITH_LMDB if use.kind is Opened.LMDB else _HELP,
        note="" if spawned else _NOTES.get(use.kind, ""),
        related=(Evidence(use.place, "item code reads through it here"),),
        certain=certain,
        repair=reopen(use),
    )


def _if_forked(use: Use) -> Problem:
    """What is true of a handle that spawned workers do not get: it waits for a program that forks them."""
    message = f"`{use.name}` is open before the workers start: forked ones would share its position in the file"
    return replace(_problem(use), message=message, severity=Severity.ADVICE, note=_NOT_FORKED)


def _shared(analysis: Analysis, dataset: Instance, loader: Loader | None = None) -> list[Use]:
    """The handles that the workers of a loader for `dataset` share."""
    return SharedHandles(analysis.model.explorer).shared(
        analysis.item_code(dataset), lambda: analysis.run_before(dataset, loader)
    )


def _harm(use: Use, *, spawned: bool) -> str:
    if spawned:
        return "is open when the workers are spawned: it cannot be pickled, and the loader raises `TypeError`"
    if use.kind in _HARM:
        return f"is opened once and read by all workers: {_HARM[use.kind]}"
    return "is opened once, before the workers start, and used by all of them"
