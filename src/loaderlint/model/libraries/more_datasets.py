"""Datasets of libraries of which no more matters here: how they give their samples.

That of DGL, MidiTok, OGB, torchaudio and torchgeo is told in their documentation; the classes of the others were looked
up in public copies of their sources. None of it was run.
"""

from __future__ import annotations

from typing import Final

from loaderlint.model.libraries.facts import Fact, Samples

ALIASES: Final = {"miditok.pytorch_data": "miditok"}

#: Some of torchgeo take a box of a map instead of a number. They need a sampler that gives boxes.
_BY_NUMBER = (
    "dgl.data.[A-Z]*", "esm.FastaBatchedDataset", "medmnist.*MNIST*", "miditok.DatasetMIDI", "miditok.DatasetJSON",
    "ogb.graphproppred.*Dataset", "speechbrain.dataio.dataset.DynamicItemDataset", "timm.data.ImageDataset",
    "torchaudio.datasets.[A-Z]*", "torchgeo.datasets.[A-Z]*", "torchio.SubjectsDataset",
    "torchxrayvision.datasets.*_Dataset", "transformers.LineByLineTextDataset", "transformers.TextDataset",
)  # fmt: skip

FACTS: Final = (
    *(Fact(path, dataset=Samples.MAP) for path in _BY_NUMBER),
    Fact("timm.data.IterableImageDataset", dataset=Samples.ITERABLE),
)
