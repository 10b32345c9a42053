"""What can be known about a thing of a library: the words that all of `libraries/` is written in.

A field that is None says nothing. What is true of a function is true of its calls, what is true of a class of its
objects.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from enum import Enum


class Gives(Enum):
    """What a call gives, where its result means something special to a data loading program."""

    ARGUMENT = "its first argument, or an equal copy"
    SECOND_ARGUMENT = "its second argument"
    ARGUMENTS = "its arguments, wrapped: a tuple of them where there are several"
    ATTRIBUTE = "the attribute that its second argument names"
    ATTRIBUTES = "a dict of the attributes that its argument has"
    BOOLEAN = "True or False, as the machine has it"
    BUILT = "an object of what a registry holds, as its first argument says, which are settings"
    COMMAND_LINE = "the options of the command line"
    COMPOSED = "a decorator that gives the function settings from files"
    CONTEXT = "a way to start processes, named by its first argument"
    CORES = "how many cores the machine has"
    DEFAULT = "what it declares, of which its argument `default` says what it is by default"
    DEVICE = "the device that its first argument names"
    DICT = "a dict of its arguments"
    FLAGS = "the options of the command line, which files define by calls of functions beside it"
    GENERATOR = "a generator"
    GPU = "a GPU where there is one"
    FROM_COMMAND_LINE = "objects of the classes that it is given, as the command line says"
    INSTANTIATED = "an object that is built as its first argument says, which are settings"
    INTEGER = "its argument as an integer"
    CEILING = "the least integer that is not below its argument"
    FLOOR = "the greatest integer that is not above its argument"
    ROUNDED = "the integer that is nearest to its argument"
    ITERATOR = "an iterator over its argument"
    LEAST = "the least of its arguments"
    MOST = "the greatest of its arguments"
    LENGTH = "how many items its argument has"
    HAS_ATTRIBUTE = "whether its argument has an attribute of the name that it is given"
    IS_INSTANCE = "whether its argument is of one of the classes that it is given"
    MODULE = "the module that its first argument names"
    NAMED = "what its argument names"
    NEXT = "one item of its argument"
    NOTHING = "None"
    NUMBERED = "the items of its argument, numbered"
    NUMPY_STATE = "the state of NumPy's global stream"
    PACKAGE = "the package with the module that its first argument names, or that, if it is told what to take from it"
    PART = "every n-th item of its argument"
    PARTIAL = "a function with some arguments given"
    PROCESS_ID = "the number of the process"
    REGISTRY = "a table that decorators fill with what they decorate"
    REPLACED = "its first argument, of which some attributes are as its keywords say"
    REPEATED = "its first argument, again and again"
    TUPLE = "a tuple of what its argument holds"
    TUPLES = "a class of tuples whose parts have names"
    SUPER = "the base classes' side of an object"
    TEXT = "its argument as a text"
    TENSORS = "samples that are parts of the tensors it was given"
    TORCH_SEED = "the seed of torch's global stream"
    VARIABLE = "a variable of the environment, or else its second argument"
    WORKER_INFO = "what torch tells a worker about itself"


class Passes(Enum):
    """Which positional arguments a call passes on item by item: the first and the last, counted as in a slice."""

    FIRST = (0, 1)
    ALL = (0, None)
    ALL_BUT_FIRST = (1, None)

    @property
    def sources(self) -> slice:
        """The arguments that items come from."""
        return slice(*self.value)


class Varies(Enum):
    """When the value of a call in a worker is another one."""

    NEVER = "the same in all workers and epochs"
    BY_WORKER = "another in every worker and epoch"
    EVERY_TIME = "another in every call"
    IN_SECONDS = "another in every call, by parts of a second"
    WITH_ARGUMENTS = "another for other arguments only"


class Data(Enum):
    """What a piece of data is. `value` is how a message names it."""

    ARRAY = "a NumPy array"
    DATE = "a date"
    IMAGE = "a PIL image"
    PATH = "a `pathlib.Path`"
    SET = "a set"
    TENSOR = "a tensor"
    ARGUMENT = "what the first argument is"


class View(Enum):
    """How an array that shares the memory of another one goes through it."""

    ALIKE = "as the other one does"
    BACKWARDS = "backwards along an axis"
    TURNED = "turned by 90 degrees as often as its second argument says: backwards, unless that is a whole turn"


class Opened(Enum):
    """What a handle is open on. `value` is how a message names it."""

    FILE = "file"
    TAR = "tar archive"
    ZIP = "zip archive"
    HDF5 = "HDF5 file"
    LMDB = "LMDB environment"
    SQLITE = "SQLite connection"
    CONNECTION = "connection"


class Rows(Enum):
    """What is in a result that holds rows, lines or files by the thousand."""

    SINGLE = "one value each"
    COMPOUND = "objects made of several"


class Settings(Enum):
    """What becomes of the settings that an object holds."""

    FIXED = "they stay as the program sets them"
    OVERRIDDEN = "a file or the command line may override them"


class Samples(Enum):
    """How a dataset gives its samples: torch's two styles."""

    MAP = "by number"
    ITERABLE = "one after the other"


class Format(Enum):
    """How a file holds settings."""

    YAML = "YAML"
    YAML_DOCUMENTS = "documents of YAML, which are taken one after the other: all of them as one"
    JSON = "JSON"
    TOML = "TOML"
    INI = "sections of strings"
    OMEGACONF = "YAML with references to other values"


class Parts(Enum):
    """What a call that takes parts of a dataset gives."""

    ONE = "one part"
    ALL = "a list of parts"


class Order(Enum):
    """In which order a sampler gives samples."""

    RANDOM = "an order drawn from its `generator`, or else from torch's global stream"
    OF_RANK = "the part of a rank, shuffled with the epoch by default"
    GIVEN = "an order that it is given"


class Gradients(Enum):
    """What a context does to gradients."""

    OFF = "switches them off"
    AS_TOLD = "switches them on or off, as its argument says"


class Purpose(Enum):
    """What a loop of a library is for."""

    TRAINING = "training"
    EVALUATION = "evaluation"
    OWN = "what the function does that the object was made with"


class Checkpoint(Enum):
    """What a call does with the state of a program."""

    SAVED = "writes it"
    LOADED = "reads it"


class Family(Enum):
    """Where random numbers come from. `value` is how a message names it."""

    OBJECT = "an RNG object"
    NUMPY = "NumPy's global RNG"
    PYTHON = "Python's `random`"
    TORCH = "torch's global RNG"
    OPENCV = "OpenCV's global RNG"
    ALBUMENTATIONS = "albumentations' RNG"
    IMGAUG = "imgaug's RNG"
    MONAI = "MONAI's RNG"

    @property
    def reseeded_by_torch(self) -> bool:
        """Whether torch (>= 1.9) seeds it in every worker, differently for each worker and epoch."""
        return self in (Family.NUMPY, Family.PYTHON, Family.TORCH)


@dataclass(frozen=True, slots=True)
class Rng:
    """A kind of RNG object.

    `seed` is its method that takes a seed, if it has one, and `bits` the greatest number of bits that this takes (None:
    any). Where it has none, `made_anew` says that what makes it takes a seed. torch seeds the `twin` in workers too, so
    an object must not start from the same number. Without a seed, one that is `always_seeded` starts from a fixed one.
    """

    seed: str | None = None
    bits: int | None = None
    made_anew: bool = False
    twin: Family | None = None
    always_seeded: bool = False


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing of a library, by its path."""

    path: str


@dataclass(frozen=True, slots=True)
class Loop:
    """A loop of a library over a loader. How often it is run, `epochs` says, or else whatever asks for it.

    Arguments are known by keyword and position. Where the object that goes through it was made with a `device`, it
    moves the batches there.
    """

    loader: tuple[str, int]
    purpose: Purpose
    epochs: tuple[str, int] | None = None
    device: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """How a loader is called: its parameters by position, and the defaults of its options: constants, or things.

    Options that are `renamed` go by other names there. An object may hold some, which is given as `settings`: those
    that go by one of the `settings_names`. The options that it `brings` itself are not known from its call. A subclass
    with a `maker` of its own makes another one. A loader that is `locked` raises where an option is set after it was
    built. What goes by one of the names `besides` has nothing to do with its batches.
    """

    parameters: tuple[str, ...]
    defaults: Mapping[str, object]
    brings: tuple[str, ...] = ()
    locked: bool = True
    renamed: Mapping[str, str] = field(default_factory=dict)
    settings: str | None = None
    settings_names: tuple[str, ...] = ()
    maker: str | None = None
    besides: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known of the things of libraries at `path`.

    A path names one thing (`gzip.open`), all names of one kind in a module (`random.[a-z]*`), all of one kind at any
    depth (`albumentations.**.[A-Z]*`), or a library with all that is in it (`kornia.**`). Of the facts that name one
    thing the most particular holds, and of two that are alike the first in its file, so that a fact that says nothing
    is an exception. What is known of the library as a whole holds as well, where these say nothing.
    """

    path: str

    # What calls give.
    gives: Gives | None = None
    passes: Passes | None = None  # gives the items of these arguments, one after the other
    flattens: bool | None = None  # gives the items of each of them
    pairs: bool | None = None  # gives them in tuples, one of each
    iterator: bool | None = None  # the result is its own iterator: used up after one pass
    endless: bool | None = None  # the result has no end
    counts: bool | None = None  # gives numbers that count up
    varies: Varies | None = None
    number: bool | None = None  # gives a number that the machine, or how the program is started, decides
    same_number: bool | None = None  # gives the number that it is given
    same_length: int | None = None  # gives as many items as this argument has
    one_for_each_value: bool | None = None  # gives an item for each value, or class, that its argument has
    sized_by: int | None = None  # gives as many items as this argument says: a number, or a tuple with it
    numbers_of_items: tuple[int, int] | None = None  # of the set for training, and for testing: which, `train` says
    rows: Rows | None = None
    fluent: tuple[str, ...] | None = None  # methods that return the object itself

    # What is done with the arguments, and what objects are.
    looks: bool | None = None  # only looks at the object it is given
    indexes: bool | None = None  # takes only what can be indexed
    leaves: bool | None = None  # leaves a dict as it is
    harmless: bool | None = None  # does to loaders only what it is known for: it iterates them
    container: bool | None = None  # an empty container in memory where it is made without arguments
    unpicklable: str | None = None  # what its results or objects are, which cannot be pickled
    keeps: bool | None = None  # keeps the functions and objects that it is given
    composite: bool | None = None  # calls the transforms that it was given
    calls_later: Samples | None = None  # calls them for every sample only where samples come in this way, else at once
    caches: bool | None = None  # a decorator that keeps results
    caches_at_most: tuple[str, object] | None = None  # the argument that says how many (None: all), and its default
    remembers: Mapping[str, object] | None = None  # its arguments that objects keep under their names, with defaults
    keeps_arguments: str | None = None  # holds what an object was made with, once this method of the object is called
    settings: Settings | None = None
    declares: bool | None = None  # has the classes that derive from it declare settings, with their defaults
    loads: Format | None = None  # gives what stands in a file, which it is given open or by its path

    # Images, arrays and tensors.
    data: Data | None = None  # what a call gives, or a call of its objects
    number_type: str | None = None  # of the numbers in the tensor that it gives, unless `dtype=` says another
    view: View | None = None  # gives an array that shares the memory of its first argument
    forwards: bool | None = None  # raises for an array that goes backwards through memory
    takes_lists: bool | None = None  # as well as arrays
    pictures: int | None = None  # samples are pairs of a label and a PIL image: where its argument `transform` stands

    # Files and memory.
    opens: Opened | None = None
    archive: str | None = None  # a file whose name ends so is opened as a zip archive, and others are not
    reads_through: bool | None = None  # gives what reads through its first argument, or `store`
    in_memory: bool | None = None  # reads and writes memory in place of a file
    reads: bool | None = None  # reads or decodes a file, or does so for every sample
    maps: str | None = None  # the argument by which it only maps a file into memory; "" where it does so in any case
    checkpoint: Checkpoint | None = None
    tensors: bool | None = None  # makes tensors, on the device that `device=` names
    moves: bool | None = None  # an object puts what it is called on, on the device that `device=` named
    sets_device: bool | None = None  # of all tensors that are made from then on: that which its first argument names
    on_gpu: bool | None = None  # a type of tensors that are on a GPU
    draws_on_cpu: bool | None = None  # takes a generator on the CPU where it is given none

    # Random streams.
    draws: Family | None = None  # a call draws from this stream
    global_stream: bool | None = None  # the object that a global stream is drawn from
    augments: Family | None = None  # an object draws from this stream whenever it is called on a sample
    still_with: tuple[str, str | bool] | None = None  # but not if it is given this argument: `position="center"`
    still_without: tuple[str, bool] | None = None  # and only if it is given this one: `is_training=True`
    seeds: tuple[Family, ...] | None = None
    adds_rank: str | None = None  # where this argument is true, each rank gets another seed
    seeds_workers: bool | None = None  # with `workers=True` it gives loaders a `worker_init_fn` that seeds NumPy
    reseeds_by: str | None = None  # in a worker, it calls this method of all that hangs on the dataset and has it
    saves_state: bool | None = None  # of a random stream, to be put back later
    rng: Rng | None = None
    makes_bits: bool | None = None  # what NumPy's generators are made from
    keeps_stream: Family | None = None  # keeps a random stream of its own, of this family
    renewed: Family | None = None  # asked for its length or truth, it seeds the streams of this family from the system

    # Loading.
    loader: Signature | None = None
    combines: bool | None = None  # takes loaders, in a list or a dict, and gives their batches together
    loader_settings: bool | None = None  # holds options of the loaders that what it is given to makes
    dataset: Samples | None = None
    streams: str | None = None  # where this argument is true, the samples come one after the other
    noise: bool | None = None  # a dataset that makes its samples up, of random numbers
    passes_on: bool | None = None  # a method of a dataset that gives its samples, or what it makes of them
    shuffles_by_epoch: bool | None = None  # in an order that only `set_epoch` changes
    wraps: bool | None = None  # gives the samples of the dataset, the datasets or the sampler that it is given first
    holds: str | None = None  # the attribute that keeps the first argument: `transforms[]` for a list
    parts: Parts | None = None
    for_all_ranks: bool | None = None  # a stream, or a stage of one, that is the same on all ranks
    stages: bool | None = None  # a stream that is made of the stages that it is given
    part_of_worker: bool | None = None  # a stage that gives the part of a worker
    shuffles_by_worker: bool | None = None  # a stage that shuffles in another way in each worker, unless it is seeded
    part_of_rank: bool | None = None  # gives the part of a rank of what it is given
    takes_part: bool | None = None  # gives one part of many, as its arguments say
    sampler: Order | None = None
    batches: bool | None = None  # a sampler that gives lists of numbers
    weighted: bool | None = None  # a sampler that is given a weight for each sample
    signature: Signature | None = None  # how a sampler is made
    spawns: bool | None = None  # runs its first argument in new processes, which take over nothing from this one
    sets_start_method: bool | None = None  # of all processes that are started from then on

    # Programs.
    gradients: Gradients | None = None
    trains: bool | None = None  # to call what it gives is a backward pass and a step of an optimizer
    runs: bool | None = None  # calls the function that it is given or decorates, with what the command line says
    joins_ranks: bool | None = None  # makes the process one of several ranks
    data_parallel: bool | None = None  # lets a model train on several ranks, each with samples of its own
    splits_model: bool | None = None  # splits a model among ranks, which then share their samples
    joins_results: bool | None = None  # puts together what the ranks give it
    shares_out: bool | None = None  # lets each rank have its part of the loaders that it is given
    moves_batches: tuple[str, ...] | None = None  # to a GPU, unless its object was given one of these arguments
    asks_ranks: bool | None = None  # asks for what only a process that has joined the others knows
    loop: Loop | None = None  # goes through a loader that it is given, or has an object do so later
    trainer: bool | None = None  # runs loaders itself, epoch after epoch
    hooks: tuple[str, ...] | None = None  # methods of its objects that give loaders to a trainer, which they may be
    calls: tuple[str, ...] | None = None  # methods of its objects that it calls itself, with arguments of its own

    # Modules.
    platforms: tuple[str, str, str] | None = None  # what it is on Linux, on macOS and on Windows
    version: bool | None = None  # the release of torch that runs the program
    plain: bool | None = None  # knows nothing of torch's workers: each of them reads the same
    shared: bool | None = None  # part of what processes share
    shadows: bool | None = None  # a star import replaces builtins
    star: tuple[str, ...] | None = None  # what a star import brings, as far as it matters

    @property
    def reads_file(self) -> bool:
        """Whether a file is read or opened."""
        return bool(self.reads) or self.opens not in (None, Opened.CONNECTION)

    @property
    def hands_through(self) -> bool:
        """Whether all items of an argument come out as they are, once or again and again."""
        return self.passes in (Passes.FIRST, Passes.ALL)

    def over(self, general: Fact) -> Fact:
        """Return this fact with what it does not say taken from a more general one."""
        taken = {n: value for n in FIELDS if getattr(self, n) is None and (value := getattr(general, n)) is not None}
        return replace(self, **taken) if taken else self


#: The words for what can be known.
FIELDS = tuple(field.name for field in fields(Fact) if field.name != "path")

#: What is known of a thing that no fact is about.
NOTHING = Fact("")
