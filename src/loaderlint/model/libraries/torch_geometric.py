"""PyTorch Geometric: loaders that pass their options on to torch's (measured; its sources, 2.7)."""

from __future__ import annotations

from typing import Final

from loaderlint.model.libraries.facts import Fact, Samples, Signature
from loaderlint.model.libraries.torch import LOADER

ALIASES: Final = {
    "torch_geometric.loader.dataloader": "torch_geometric.loader",
    "torch_geometric.data.DataLoader": "torch_geometric.loader.DataLoader",
    "torch_geometric.data.DataListLoader": "torch_geometric.loader.DataListLoader",
}

#: Of graphs: of those of a dataset, as batches.
_OF_DATASET: Final = Signature(("dataset", "batch_size", "shuffle"), LOADER.defaults, brings=("collate_fn",))

#: Of the parts of one graph, which are drawn as they are asked for.
_OF_GRAPH: Final = Signature((), LOADER.defaults, brings=("dataset", "collate_fn"))

_LOADERS_OF_DATASETS = ("DataLoader", "DataListLoader", "DenseDataLoader")

_LOADERS_OF_GRAPHS = (
    "NodeLoader", "LinkLoader", "NeighborLoader", "LinkNeighborLoader", "HGTLoader", "ClusterLoader",
    "RandomNodeLoader",
)  # fmt: skip

FACTS: Final = (
    *(Fact(f"torch_geometric.loader.{name}", loader=_OF_DATASET) for name in _LOADERS_OF_DATASETS),
    *(Fact(f"torch_geometric.loader.{name}", loader=_OF_GRAPH) for name in _LOADERS_OF_GRAPHS),
    Fact("torch_geometric.data.Dataset", dataset=Samples.MAP),
    Fact("torch_geometric.data.InMemoryDataset", dataset=Samples.MAP),
    Fact("torch_geometric.datasets.[A-Z]*", dataset=Samples.MAP),
)
