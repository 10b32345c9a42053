"""Python's standard library, as its documentation has it; random streams as measured in workers (FACTS.md 1 and 4)."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, MutableMapping, MutableSequence, Sequence, Sized
from typing import Final

from loaderlint.model.libraries.facts import (
    Data,
    Fact,
    Family,
    Format,
    Gives,
    Opened,
    Passes,
    Rng,
    Rows,
    Settings,
    Varies,
)

ALIASES: Final[dict[str, str]] = {"io.open": "builtins.open"}

#: The class of what a call of a generator function gives.
GENERATOR: Final = "types.GeneratorType"

#: What makes a class of a name, bases and a dict.
TYPE: Final = "builtins.type"

#: The class of objects that hold what they are made with, by keyword.
NAMESPACE: Final = "types.SimpleNamespace"

#: Classes that tell displays, constants and settings from each other, by path.
TYPES: Final[dict[str, type]] = {
    **{f"builtins.{cls.__name__}": cls for cls in (bool, bytes, dict, float, int, list, set, str, tuple)},
    **{f"{module}.{cls.__name__}": cls for module in ("collections.abc", "typing")
       for cls in (Mapping, MutableMapping, Sequence, MutableSequence, Iterable, Sized)},
}  # fmt: skip

#: Where names come from that nothing in a file gives a meaning.
BUILTINS: Final = "builtins"

#: Base classes that make objects neither tuples nor mappings, nor anything else that others know how to handle.
BARE_BASES: Final = frozenset({"builtins.object", "abc.ABC", "typing.Generic", "typing.Protocol"})

#: The modules that Python comes with.
MODULES: Final = sys.stdlib_module_names

#: Parts of what processes share: each item of a queue goes to one of them.
_SHARED = ("multiprocessing", "queue", "socket", "subprocess", "sys", "asyncio", "selectors")

#: What has a lock (measured: those of `multiprocessing` are sent to workers that its own default way starts).
_LOCKING = ("Lock", "RLock", "Event", "Condition", "Semaphore", "local")

#: Methods whose names are those of paths alone, and which give generators up to Python 3.12.
PATH_GENERATORS: Final = frozenset({"iterdir", "rglob"})

FACTS: Final = (
    *(Fact(f"{module}.**", shared=True) for module in _SHARED),
    Fact("math.ceil", gives=Gives.CEILING),
    Fact("math.floor", gives=Gives.FLOOR),
    Fact("math.**", shadows=True),
    Fact("cmath.**", shadows=True),
    # Builtins.
    Fact("builtins.**", leaves=True, plain=True),
    Fact("builtins.super", gives=Gives.SUPER),
    Fact("builtins.dict", gives=Gives.DICT, container=True),
    Fact("builtins.iter", gives=Gives.ITERATOR, passes=Passes.FIRST, iterator=True),
    Fact("builtins.next", gives=Gives.NEXT),
    Fact("builtins.list", passes=Passes.FIRST, container=True),
    Fact("builtins.tuple", gives=Gives.TUPLE, passes=Passes.FIRST),
    Fact("builtins.set", passes=Passes.FIRST, data=Data.SET),
    Fact("builtins.sorted", passes=Passes.FIRST),
    Fact("builtins.reversed", passes=Passes.FIRST, iterator=True),
    Fact("builtins.enumerate", gives=Gives.NUMBERED, passes=Passes.FIRST, iterator=True),
    Fact("builtins.zip", passes=Passes.ALL, pairs=True, iterator=True),
    Fact("builtins.map", passes=Passes.ALL_BUT_FIRST, iterator=True),
    Fact("builtins.filter", passes=Passes.ALL_BUT_FIRST, iterator=True),
    Fact("builtins.range", counts=True, sized_by=0),
    Fact("builtins.len", gives=Gives.LENGTH, looks=True),
    Fact("builtins.isinstance", gives=Gives.IS_INSTANCE, looks=True),
    Fact("builtins.print", looks=True),
    Fact(TYPE, looks=True),
    Fact("builtins.hasattr", gives=Gives.HAS_ATTRIBUTE, looks=True),
    Fact("builtins.vars", gives=Gives.ATTRIBUTES),
    Fact("builtins.getattr", looks=True, gives=Gives.ATTRIBUTE),
    Fact("builtins.id", looks=True),
    Fact("builtins.bool", looks=True),
    Fact("builtins.repr", looks=True),
    Fact("builtins.str", looks=True, gives=Gives.TEXT, varies=Varies.WITH_ARGUMENTS),
    Fact("builtins.int", gives=Gives.INTEGER, varies=Varies.WITH_ARGUMENTS, same_number=True),
    Fact("builtins.abs", varies=Varies.WITH_ARGUMENTS, same_number=True),
    Fact("builtins.hash", varies=Varies.WITH_ARGUMENTS),
    Fact("builtins.sum", varies=Varies.WITH_ARGUMENTS),
    Fact("builtins.min", gives=Gives.LEAST, varies=Varies.WITH_ARGUMENTS),
    Fact("builtins.max", gives=Gives.MOST, varies=Varies.WITH_ARGUMENTS),
    Fact("builtins.round", gives=Gives.ROUNDED, varies=Varies.WITH_ARGUMENTS),
    Fact("builtins.open", opens=Opened.FILE, iterator=True),
    # Iteration and containers.
    Fact("itertools.chain", passes=Passes.ALL, iterator=True),
    Fact("itertools.chain.from_iterable", passes=Passes.FIRST, flattens=True),
    Fact("itertools.zip_longest", passes=Passes.ALL, pairs=True),
    Fact("itertools.starmap", passes=Passes.ALL_BUT_FIRST),
    Fact("itertools.islice", gives=Gives.PART, passes=Passes.FIRST, iterator=True),
    Fact("itertools.cycle", passes=Passes.FIRST, endless=True),
    Fact("itertools.count", counts=True, endless=True),
    Fact("itertools.repeat", gives=Gives.REPEATED, endless=True),
    Fact("collections.Counter", one_for_each_value=True),
    Fact("collections.namedtuple", gives=Gives.TUPLES, leaves=True),
    Fact("typing.NamedTuple", gives=Gives.TUPLES),
    Fact("collections.OrderedDict", gives=Gives.DICT, container=True),
    Fact("collections.defaultdict", container=True, keeps=True),
    Fact("dataclasses.asdict", gives=Gives.ATTRIBUTES),
    Fact("dataclasses.field", gives=Gives.DEFAULT),
    Fact("dataclasses.replace", gives=Gives.REPLACED),
    Fact("functools.partial", gives=Gives.PARTIAL),
    Fact("importlib.import_module", gives=Gives.MODULE),
    Fact("builtins.eval", gives=Gives.NAMED),
    Fact("builtins.__import__", gives=Gives.PACKAGE),
    Fact("functools.lru_cache", caches=True, caches_at_most=("maxsize", 128)),
    Fact("functools.cache", caches=True),
    *(Fact(f"{module}.**", leaves=True) for module in ("copy", "json", "logging", "pickle", "pprint")),
    Fact("copy.copy", gives=Gives.ARGUMENT),
    Fact("copy.deepcopy", gives=Gives.ARGUMENT),
    Fact(GENERATOR, gives=Gives.GENERATOR, unpicklable="a generator"),
    Fact("typing.cast", gives=Gives.SECOND_ARGUMENT),
    Fact(NAMESPACE, settings=Settings.FIXED),
    Fact("argparse.Namespace", settings=Settings.FIXED),
    Fact("argparse.ArgumentParser.parse_args", gives=Gives.COMMAND_LINE),
    Fact("argparse.ArgumentParser.parse_known_args", gives=Gives.COMMAND_LINE),
    *(Fact(f"threading.{name}", unpicklable="a lock, or something with one") for name in _LOCKING),
    Fact("queue.Queue", unpicklable="a lock, or something with one"),
    # Files and connections.
    Fact("codecs.open", opens=Opened.FILE, iterator=True),
    Fact("gzip.open", opens=Opened.FILE, iterator=True),
    Fact("bz2.open", opens=Opened.FILE, iterator=True),
    Fact("lzma.open", opens=Opened.FILE, iterator=True),
    Fact("datetime.datetime", data=Data.DATE),
    Fact("datetime.date", data=Data.DATE),
    Fact("pathlib.Path", data=Data.PATH),
    Fact("pathlib.Path.open", opens=Opened.FILE),
    Fact("gzip.GzipFile", opens=Opened.FILE),
    Fact("tarfile.open", opens=Opened.TAR),
    Fact("tarfile.TarFile", opens=Opened.TAR),
    Fact("zipfile.ZipFile", opens=Opened.ZIP),
    Fact("sqlite3.connect", opens=Opened.SQLITE),
    Fact("socket.socket", opens=Opened.CONNECTION),
    Fact("socket.create_connection", opens=Opened.CONNECTION),
    Fact("io.BytesIO", in_memory=True),
    Fact("io.StringIO", in_memory=True),
    Fact("pickle.load", reads=True),
    Fact("json.load", reads=True, rows=Rows.COMPOUND, loads=Format.JSON),
    Fact("json.loads", rows=Rows.COMPOUND, loads=Format.JSON),
    Fact("configparser.ConfigParser", loads=Format.INI),
    Fact("configparser.RawConfigParser", loads=Format.INI),
    Fact("tomllib.load", loads=Format.TOML),
    Fact("tomllib.loads", loads=Format.TOML),
    Fact("csv.reader", passes=Passes.FIRST, iterator=True, rows=Rows.SINGLE),
    Fact("csv.DictReader", passes=Passes.FIRST, iterator=True, rows=Rows.SINGLE),
    Fact("os.walk", rows=Rows.SINGLE, unpicklable="a generator"),
    Fact("os.scandir", rows=Rows.SINGLE, unpicklable="an iterator over files"),
    Fact("os.listdir", rows=Rows.SINGLE),
    Fact("glob.iglob", rows=Rows.SINGLE, unpicklable="a generator"),
    Fact("re.finditer", unpicklable="an iterator over matches"),
    *(Fact(f"pathlib.Path.{name}", unpicklable="a generator") for name in ("glob", "rglob", "iterdir")),
    # The global stream: every function draws from it, but for these.
    Fact("random.seed", seeds=(Family.PYTHON,), gives=Gives.NOTHING),
    Fact("random.getstate", saves_state=True),
    Fact("random.setstate"),
    Fact("random.shuffle", draws=Family.PYTHON, indexes=True),
    Fact("random.sample", draws=Family.PYTHON, indexes=True),
    Fact("random.[a-z]*", draws=Family.PYTHON),
    Fact("random.Random", rng=Rng("seed", twin=Family.PYTHON)),
    # Platforms.
    Fact("platform.system", platforms=("Linux", "Darwin", "Windows")),
    Fact("sys.platform", platforms=("linux", "darwin", "win32")),
    Fact("os.name", platforms=("posix", "posix", "nt")),
    # Processes.
    Fact("os.cpu_count", gives=Gives.CORES),
    Fact("multiprocessing.cpu_count", gives=Gives.CORES),
    Fact("os.sched_getaffinity", varies=Varies.NEVER),
    Fact("multiprocessing.set_start_method", sets_start_method=True),
    Fact("multiprocessing.get_context", gives=Gives.CONTEXT),
    Fact("os.getpid", gives=Gives.PROCESS_ID, varies=Varies.BY_WORKER),
    Fact("os.getenv", gives=Gives.VARIABLE, varies=Varies.NEVER),
    Fact("os.environ", varies=Varies.NEVER),
    Fact("os.environ.get", gives=Gives.VARIABLE, varies=Varies.NEVER),
    Fact("os.urandom", varies=Varies.EVERY_TIME),
    Fact("uuid.uuid4", varies=Varies.EVERY_TIME),
    Fact("secrets.randbits", varies=Varies.EVERY_TIME),
    Fact("secrets.token_bytes", varies=Varies.EVERY_TIME),
    Fact("time.time", varies=Varies.IN_SECONDS),
    Fact("time.time_ns", varies=Varies.EVERY_TIME),
    Fact("time.perf_counter", varies=Varies.EVERY_TIME),
)
