"""Datasets of libraries of which no more matters here: how they give their samples (read in their sources)."""

from __future__ import annotations

from typing import Final

from loaderlint.model.libraries.facts import Fact, Samples

ALIASES: Final = {"miditok.pytorch_data": "miditok"}

#: Classes, and functions that give an object of one.
_BY_NUMBER = (
    "dgl.data.[A-Z]*", "esm.FastaBatchedDataset", "medmnist.*MNIST*", "miditok.DatasetMIDI", "miditok.DatasetJSON",
    "ogb.graphproppred.*Dataset", "pl_bolts.datasets.DummyDataset", "speechbrain.dataio.dataset.DynamicItemDataset",
    "timm.data.ImageDataset", "torchaudio.datasets.[A-Z]*", "torchgeo.datasets.[A-Z]*", "torchio.SubjectsDataset",
    "torchxrayvision.datasets.*_Dataset", "transformers.LineByLineTextDataset", "transformers.TextDataset",
)  # fmt: skip

FACTS: Final = (
    *(Fact(path, dataset=Samples.MAP) for path in _BY_NUMBER),
    Fact("timm.data.IterableImageDataset", dataset=Samples.ITERABLE),
)
