"""webdataset: its loader takes what torch's takes, but does not lock its options; its streams (its sources, 1.0).

Every stage of a pipeline gives what it gets on every rank, but for `split_by_node`, and in every worker, but for
`split_by_worker`. `ResampledShards` draws shards with
replacement, on each rank for itself. `shuffle` starts from the number of its process and the time, unless it is given
an `rng` or a `seed`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from loaderlint.model.libraries.facts import Fact, Samples
from loaderlint.model.libraries.torch import LOADER

ALIASES: Final[dict[str, str]] = {}

#: Stages that pass on all samples, or all shards.
_PASSING = (
    "SimpleShardList", "detshuffle", "tarfile_to_samples", "decode", "to_tuple", "map",
    "map_dict", "map_tuple", "rename", "rename_keys", "select", "batched", "unbatched",
)  # fmt: skip

#: Methods of a dataset that give it with a stage more, which passes on all samples.
_ADDING = (
    "batched", "decode", "map", "map_dict", "map_tuple", "rename", "select", "shuffle", "to_tuple", "unbatched",
    "with_epoch", "with_length",
)  # fmt: skip

FACTS: Final = (
    Fact("webdataset.WebDataset", dataset=Samples.ITERABLE),
    *(Fact(f"webdataset.WebDataset.**.{name}", passes_on=True) for name in _ADDING),
    Fact("webdataset.WebLoader", loader=replace(LOADER, locked=False)),
    Fact("webdataset.DataPipeline", dataset=Samples.ITERABLE, stages=True),
    Fact("webdataset.split_by_node", part_of_rank=True),
    Fact("webdataset.split_by_worker", for_all_ranks=True, part_of_worker=True),
    Fact("webdataset.shuffle", for_all_ranks=True, shuffles_by_worker=True),
    *(Fact(f"webdataset.{name}", for_all_ranks=True) for name in _PASSING),
)
