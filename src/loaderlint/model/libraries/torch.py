"""torch: measured with 1.8 to 2.15, see FACTS.md; the rest as its documentation has it."""

from __future__ import annotations

from typing import Final

from loaderlint.model.libraries.facts import (
    Checkpoint,
    Data,
    Fact,
    Family,
    Gives,
    Gradients,
    Order,
    Parts,
    Rng,
    Samples,
    Signature,
    Varies,
)

ALIASES: Final = {
    "torch.utils.data.dataloader": "torch.utils.data",
    "torch.utils.data.dataset": "torch.utils.data",
    "torch.utils.data.sampler": "torch.utils.data",
    "torch.utils.data.distributed": "torch.utils.data",
    "torch.utils.data._utils.worker.get_worker_info": "torch.utils.data.get_worker_info",
    "torch.random.manual_seed": "torch.manual_seed",
    "torch.random.initial_seed": "torch.initial_seed",
    "torch.random.get_rng_state": "torch.get_rng_state",
    "torch.autograd.no_grad": "torch.no_grad",
    "torch.autograd.inference_mode": "torch.inference_mode",
    "torch.autograd.set_grad_enabled": "torch.set_grad_enabled",
    "torch.autograd.grad_mode": "torch",
    "torch.autograd.variable.Variable": "torch.autograd.Variable",
    "torch.nn.modules.module": "torch.nn",
    "torch.nn.modules.container": "torch.nn",
    "torch.nn.parallel.distributed": "torch.nn.parallel",
    "torch.distributed.distributed_c10d": "torch.distributed",
    "torch.distributed.fsdp.fully_sharded_data_parallel": "torch.distributed.fsdp",
    "torch.distributed._composable.fsdp": "torch.distributed.fsdp",
    "torch.multiprocessing": "multiprocessing",
}

#: torch/utils/data/dataloader.py, `DataLoader.__init__`: by position, the rest is keyword-only.
LOADER: Final = Signature(
    (
        "dataset", "batch_size", "shuffle", "sampler", "batch_sampler", "num_workers", "collate_fn", "pin_memory",
        "drop_last", "timeout", "worker_init_fn", "multiprocessing_context", "generator",
    ),
    {
        "batch_size": 1, "shuffle": None, "num_workers": 0, "pin_memory": False, "drop_last": False, "timeout": 0,
        "persistent_workers": False, "pin_memory_device": "", "in_order": True,
    },
)  # fmt: skip

_RANDOM = Signature(("data_source", "replacement", "num_samples", "generator"), {"replacement": False})
_SUBSET = Signature(("indices", "generator"), {})
_WEIGHTED = Signature(("weights", "num_samples", "replacement", "generator"), {"replacement": True})
_DISTRIBUTED = Signature(
    ("dataset", "num_replicas", "rank", "shuffle", "seed", "drop_last"), {"shuffle": True, "drop_last": False}
)
_BATCHES = Signature(("sampler", "batch_size", "drop_last"), {})

#: Tensor methods that draw in place; the names are torch's alone.
TENSOR_DRAWS: Final = frozenset({
    "uniform_", "normal_", "random_", "bernoulli_", "exponential_", "cauchy_", "log_normal_", "geometric_",
})  # fmt: skip

_DRAWING = (
    "rand_like", "randn_like", "randint_like", "normal", "bernoulli",
    "multinomial", "poisson",
)  # fmt: skip

#: What makes tensors of arrays, none of which may go backwards through memory (measured), and of lists.
_FROM_ROWS = ("as_tensor", "tensor", "Tensor", "FloatTensor", "DoubleTensor", "LongTensor")

_JOINING = (
    "all_reduce",
    "reduce",
    "all_gather",
    "gather",
    "all_gather_object",
    "gather_object",
    "all_gather_into_tensor",
)

#: Methods of a module that return it.
_FLUENT = (
    "cuda",
    "cpu",
    "to",
    "train",
    "eval",
    "half",
    "float",
    "double",
    "bfloat16",
    "requires_grad_",
    "share_memory",
    "apply",
)

#: The release of torch that options of loaders, and of `random_split`, came with, where that is not the oldest (its
#: release notes).
OPTIONS_SINCE: Final = {"generator": "1.6", "persistent_workers": "1.7", "prefetch_factor": "1.7"}

#: The first release whose `prefetch_factor` is None by default, and not 2, which older ones take for that.
PREFETCH_NONE_SINCE: Final = "2.0"

#: The first release in which workers that are kept get on with pinned memory: in 1.7 such a loader may hang.
KEEPS_AND_PINS_SINCE: Final = "1.8"

#: The first release that seeds NumPy's global stream in workers: torch/utils/data/_utils/worker.py.
NUMPY_SEEDED_SINCE: Final = "1.9"

#: What datasets make of two that are added, by kind.
SUMS: Final = {Samples.MAP: "torch.utils.data.ConcatDataset", Samples.ITERABLE: "torch.utils.data.ChainDataset"}

FACTS: Final = (
    Fact("torch.**", tensors=True, shadows=True),
    Fact("torch.nn.**", shadows=False),
    Fact("torch.__version__", version=True),
    # Loaders, datasets and samplers.
    Fact("torch.utils.data.**", keeps=True, harmless=True),
    Fact("torch.utils.data", shadows=False, star=("DataLoader", "Dataset", "IterableDataset", "TensorDataset", "Subset",
                                   "random_split")),
    Fact("torch.utils.data.DataLoader", loader=LOADER),
    Fact("torch.utils.data.Dataset", dataset=Samples.MAP),
    Fact("torch.utils.data.IterableDataset", dataset=Samples.ITERABLE),
    Fact("torch.utils.data.TensorDataset", dataset=Samples.MAP, gives=Gives.TENSORS, same_length=0),
    Fact("torch.utils.data.Subset", dataset=Samples.MAP, wraps=True, holds="dataset", parts=Parts.ONE,
         same_length=1),
    Fact("torch.utils.data.ConcatDataset", dataset=Samples.MAP, wraps=True, holds="datasets[]"),
    Fact("torch.utils.data.ChainDataset", dataset=Samples.ITERABLE, wraps=True, holds="datasets[]"),
    Fact("torch.utils.data.StackDataset", dataset=Samples.MAP, wraps=True),
    Fact("torch.utils.data.random_split", dataset=Samples.MAP, wraps=True, holds="dataset", parts=Parts.ALL,
         draws_on_cpu=True),
    Fact("torch.utils.data.get_worker_info", gives=Gives.WORKER_INFO),
    Fact("torch.utils.data.RandomSampler", sampler=Order.RANDOM, signature=_RANDOM, draws_on_cpu=True),
    Fact("torch.utils.data.SubsetRandomSampler", sampler=Order.RANDOM, signature=_SUBSET),
    Fact("torch.utils.data.WeightedRandomSampler", sampler=Order.RANDOM, weighted=True, signature=_WEIGHTED),
    Fact("torch.utils.data.DistributedSampler", sampler=Order.OF_RANK, signature=_DISTRIBUTED, draws_on_cpu=True),
    Fact("torch.utils.data.SequentialSampler", sampler=Order.GIVEN, signature=Signature(("data_source",), {})),
    Fact("torch.utils.data.BatchSampler", sampler=Order.GIVEN, batches=True, wraps=True, signature=_BATCHES),
    # Tensors.
    Fact("torch.from_numpy", same_length=0, data=Data.TENSOR, forwards=True),
    *(Fact(f"torch.{name}", same_length=0, data=Data.TENSOR, forwards=True, takes_lists=True) for name in _FROM_ROWS),
    Fact("torch.asarray", data=Data.TENSOR, forwards=True, takes_lists=True),
    *(Fact(f"torch.{name}", data=Data.TENSOR) for name in ("stack", "cat")),
    *(Fact(f"torch.{name}", sized_by=0, data=Data.TENSOR, number_type="float32") for name in ("zeros", "ones")),
    *(Fact(f"torch.{name}", sized_by=0) for name in ("empty", "full")),
    Fact("torch.arange", sized_by=0, counts=True),
    Fact("torch.bincount", one_for_each_value=True),
    Fact("torch.unique", one_for_each_value=True),
    # Random streams.
    *(Fact(f"torch.{name}", draws=Family.TORCH, sized_by=0, number_type="float32") for name in ("rand", "randn")),
    Fact("torch.randperm", draws=Family.TORCH, sized_by=0),
    Fact("torch.randint", draws=Family.TORCH, sized_by=1, number_type="int64"),
    *(Fact(f"torch.{name}", draws=Family.TORCH) for name in _DRAWING),
    Fact("torch.manual_seed", seeds=(Family.TORCH,)),
    Fact("torch.initial_seed", gives=Gives.TORCH_SEED, varies=Varies.BY_WORKER),
    Fact("torch.seed", gives=Gives.TORCH_SEED, varies=Varies.EVERY_TIME),
    Fact("torch.get_rng_state", saves_state=True),
    Fact("torch.random.fork_rng", saves_state=True),
    Fact("torch.default_generator", global_stream=True),
    Fact("torch.Generator", rng=Rng("manual_seed", twin=Family.TORCH, always_seeded=True)),
    # Devices and gradients.
    Fact("torch.device", gives=Gives.DEVICE),
    Fact("torch.set_default_device", sets_device=True),
    Fact("torch.set_default_tensor_type", sets_device=True),
    Fact("torch.cuda.*Tensor", on_gpu=True),
    Fact("torch.cuda.is_available", gives=Gives.BOOLEAN),
    Fact("torch.cuda.current_device", gives=Gives.GPU, varies=Varies.NEVER),
    Fact("torch.cuda.device_count", number=True),
    Fact("torch.accelerator.current_accelerator", gives=Gives.GPU),
    Fact("torch.no_grad", gradients=Gradients.OFF),
    Fact("torch.inference_mode", gradients=Gradients.OFF),
    Fact("torch.set_grad_enabled", gradients=Gradients.AS_TOLD),
    Fact("torch.autograd.Variable", gives=Gives.ARGUMENT),
    # Models and checkpoints.
    Fact("torch.nn.Module", fluent=_FLUENT),
    Fact("torch.nn.Sequential", composite=True),
    Fact("torch.save", checkpoint=Checkpoint.SAVED, leaves=True),
    Fact("torch.load", checkpoint=Checkpoint.LOADED, reads=True),
    # Ranks.
    Fact("multiprocessing.spawn", spawns=True),  # of torch.multiprocessing
    Fact("torch.distributed.init_process_group", joins_ranks=True),
    Fact("torch.nn.parallel.DistributedDataParallel", joins_ranks=True, data_parallel=True, fluent=_FLUENT),
    Fact("torch.distributed.fsdp.FullyShardedDataParallel", joins_ranks=True, data_parallel=True, fluent=_FLUENT),
    Fact("torch.distributed.fsdp.fully_shard", joins_ranks=True, data_parallel=True, fluent=_FLUENT),
    Fact("torch.distributed.tensor.parallel.parallelize_module", splits_model=True, gives=Gives.ARGUMENT),
    *(Fact(f"torch.distributed.{name}", joins_results=True) for name in _JOINING),
    Fact("torch.distributed.get_rank", asks_ranks=True, varies=Varies.NEVER),
    Fact("torch.distributed.get_world_size", asks_ranks=True, number=True, varies=Varies.NEVER),
    Fact("torch.distributed.is_initialized", asks_ranks=True),
)  # fmt: skip
