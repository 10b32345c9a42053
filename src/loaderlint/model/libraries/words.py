"""Names that tell what code is about, where nothing better does."""

from __future__ import annotations

import re
from typing import Final

from loaderlint.model.libraries.stdlib import BUILTINS, MODULES

#: Functions, and methods of RNG objects, that draw a number from 0 up to 1: with a probability of 0 it is never below.
UNIT_DRAWS: Final = frozenset({"random", "rand", "random_sample", "uniform"})

#: Python's own functions that never call what they are given.
CALLING_NOTHING: Final = frozenset(
    f"{BUILTINS}.{name}"
    for name in ("abs", "bool", "float", "int", "isinstance", "len", "open", "print", "range", "round", "str", "type")
)

#: What puts a random stream back to where it was before it was seeded.
PUTTING_BACK: Final = frozenset({"fork_rng", "set_rng_state", "set_state"})

#: How the paths of command-line parsers begin, and of their parts: they keep functions, and leave calling to others.
PARSERS: Final = "argparse."

#: Methods of tensors, arrays, containers, texts and files, none of which trains anything, whatever object has them.
DATA_METHODS: Final = frozenset({
    "to", "cuda", "cpu", "numpy", "item", "tolist", "detach", "clone", "copy", "size", "dim", "numel", "type",
    "view", "reshape", "permute", "transpose", "squeeze", "unsqueeze", "flatten", "contiguous", "expand", "repeat",
    "chunk", "split", "t", "float", "double", "half", "long", "int", "bool", "byte", "astype", "type_as", "mean", "std",
    "var", "sum", "prod", "max", "min", "argmax", "argmin", "sort", "argsort", "topk", "unique", "norm", "abs", "sqrt",
    "pow", "exp", "log", "clamp", "clip", "round", "eq", "ne", "gt", "lt", "ge", "le", "all", "any", "nonzero", "add_",
    "sub_", "mul_", "div_", "clamp_", "mul", "div", "add", "sub", "matmul", "mm", "bmm", "append", "extend", "keys",
    "values", "items", "get", "pop", "count", "index", "join", "format", "strip", "replace", "startswith", "endswith",
    "lower", "upper", "decode", "batch_decode", "encode", "setdefault", "ravel", "swapaxes", "tobytes", "isnan",
    "set_description", "set_postfix", "imshow", "savefig", "set_title", "plot", "axis", "add_patch", "add_subplot",
    "annotate", "bar", "colorbar", "fill_between", "grid", "hist", "legend", "scatter", "set_xlabel", "set_xlim",
    "set_xticks", "set_ylabel", "set_ylim", "set_yticks", "suptitle", "text", "tight_layout", "write", "close",
})  # fmt: skip

#: Libraries of which nothing takes a step of training by itself: they compute, read, write, draw and print.
_WITHOUT_TRAINING = frozenset({
    "torch", "torchvision", "torchaudio", "numpy", "scipy", "pandas", "matplotlib", "seaborn", "PIL", "cv2", "skimage",
    "imageio", "tqdm", "einops", "h5py", "librosa", "soundfile", "IPython", "tabulate", "termcolor", "yaml",
    "SimpleITK", "albumentations", "colorama", "jiwer", "loguru", "medpy", "mir_eval", "networkx", "nibabel", "nltk",
    "nrrd", "open3d", "orjson", "pesq", "plotly", "pycocotools", "pydicom", "pyloudnorm", "pystoi", "rasterio", "rdkit",
    "rich", "rouge_score", "sacrebleu", "tifffile", "torchmetrics", "trimesh", "xarray", "zarr",
})  # fmt: skip

#: The same of libraries that have models to train as well.
_MODULES_WITHOUT_TRAINING = ("sklearn.metrics.", "sklearn.preprocessing.", "monai.metrics.", "monai.transforms.")

#: What gives gradients without a backward pass.
_GRADIENTS = "torch.autograd.grad"

#: Parts of names that have to do with the ranks of a distributed program.
_RANK = ("rank", "world_size", "replica", "num_nodes", "process_index", "num_processes", "machine")

#: Words for what data is for.
TRAINING: Final = frozenset({"train", "training"})
EVALUATION: Final = frozenset({
    "val", "valid", "validation", "validate", "test", "testing", "eval", "evaluate", "evaluation", "dev", "infer",
    "inference", "predict",
})  # fmt: skip

#: Functions, and methods of loggers, that print or log what they are given.
TELLING: Final = frozenset({"print", "debug", "info", "warn", "warning", "error", "exception", "critical"})

#: What functions are called that end the program.
ENDING: Final = frozenset({"_exit", "abort", "exit", "quit"})

#: What has a function run where a signal comes, or where the program ends.
RUNNING_LATER: Final = frozenset({"atexit.register", "signal.signal"})

#: Variables of the environment by which a scheduler tells a task its cores: one at least.
TASK_CORES: Final = frozenset({"SLURM_CPUS_PER_TASK", "SLURM_CPUS_ON_NODE", "PBS_NUM_PPN", "NSLOTS"})

#: Commands that start a program as several processes.
LAUNCHERS: Final = ("torchrun", "torch.distributed.", "accelerate launch", "srun ", "mpirun ", "deepspeed ")


#: What code says that joins a group of ranks, starts programs which do, or uses a library that does it for them.
JOINING: Final = re.compile(
    r"process_?group|device_mesh|init\w*_dist|dist\w*[._]init|(dist|ddp)\w*_setup|setup\w*_(dist|ddp)|launch|fully_shard"
    r"|accelerat|partialstate|fabric|lightning|composer|deepspeed|horovod|ignite|\bray\b|xla",
    re.IGNORECASE,
)


def is_rank_name(name: str) -> bool:
    """Whether a name has to do with ranks."""
    return any(part in name.lower() for part in _RANK)


def trains_nothing(path: str) -> bool:
    """Whether what a path leads to is of a library that trains nothing by itself."""
    library = path.partition(".")[0]
    known = library in _WITHOUT_TRAINING or library in MODULES or library == BUILTINS
    return (known and path != _GRADIENTS) or path.startswith(_MODULES_WITHOUT_TRAINING)
