"""A stream of a library that every rank reads as a whole.

## What it does
Reports loaders, in programs that join a process group or wrap a model in `DistributedDataParallel`, for a stream of
Hugging Face datasets, or a `DataPipeline` of webdataset, that nothing splits among the ranks.

Silent if accelerate or a trainer splits the batches of the loader, if anything that the stream is made from mentions
ranks, and if shards are drawn with replacement.

## Why is this bad?
Such a stream is split among the workers of a loader, but not among ranks. On 8 ranks an epoch reads each sample 8
times, and all ranks train on the same samples.

## Example
```python
import torch
from datasets import IterableDataset
from torch.utils.data import DataLoader


def lines():
    yield from ({"number": number} for number in range(100))


torch.distributed.init_process_group("gloo")
stream = IterableDataset.from_generator(lines)
loader = DataLoader(stream, batch_size=10)
for batch in loader:
    print(batch["number"])
```

## Use instead
```python
import torch
from datasets import IterableDataset
from datasets.distributed import split_dataset_by_node
from torch.utils.data import DataLoader


def lines():
    yield from ({"number": number} for number in range(100))


torch.distributed.init_process_group("gloo")
rank, ranks = torch.distributed.get_rank(), torch.distributed.get_world_size()
stream = split_dataset_by_node(IterableDataset.from_generator(lines), rank, ranks)
loader = DataLoader(stream, batch_size=10)
for batch in loader:
    print(batch["number"])
```

## Fix safety
Each rank reads fewer samples, and ranks may get different numbers of them, so a fix is unsafe.

## References
- [datasets: `split_dataset_by_node`](https://huggingface.co/docs/datasets/package_reference/main_classes#datasets.distributed.split_dataset_by_node)
- [webdataset: `split_by_node`](https://github.com/webdataset/webdataset)
"""

from loaderlint.model.analysis import Analysis
from loaderlint.model.iterables.library_streams import stream_for_all_ranks
from loaderlint.model.training.ranks import joins_ranks, ranks_of_trainer, split_again, splits_by_rank
from loaderlint.repairs.share_out import split_stream
from loaderlint.rule import Applicability, Claim, Evidence, Problem, Problems, Severity, Sign, rule


@rule(
    Severity.WARNING,
    needs=("dataset",),
    fix=Applicability.UNSAFE,
    claim=Claim("ranks", (Sign.SAMPLES_DOUBLED,), certain=False),
)
def check(analysis: Analysis) -> Problems:
    """Yield loaders of streams that all ranks read from the first sample to the last."""
    loaders = (*(usage.loader for usage in analysis.usages), *analysis.loaders)
    if not loaders or splits_by_rank(analysis.file):
        return
    program = joins_ranks(analysis.program)
    split = {loader.made for loader, _ in split_again(analysis.model.evaluator, analysis.shared_out, analysis.loaders)}
    seen = set()
    for loader in loaders:
        stream = stream_for_all_ranks(loader) if loader.place not in seen and loader.made not in split else None
        joined = program or ranks_of_trainer(analysis.uses_of(loader))
        if joined is None or stream is None or stream.place is None or splits_by_rank(loader.file):
            continue
        seen.add(loader.place)
        by_stages = bool(stream.fact.stages)
        yield Problem(
            loader["dataset"].place or loader.place,
            "every rank reads all samples of the stream",
            help="give each rank its part of the shards: `wds.split_by_node` after the list of shards"
            if by_stages
            else "give each rank its part: `split_dataset_by_node(stream, rank, ranks)`",
            related=(
                Evidence(joined, "the program runs on several ranks"),
                Evidence(stream.place, "this stream is the same on all ranks"),
            ),
            repair=split_stream(analysis.program, loader, stream),
            loader=loader,
        )
