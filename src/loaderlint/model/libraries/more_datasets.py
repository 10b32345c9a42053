"""Datasets of libraries of which no more matters here: how they give their samples.

That of DGL, MidiTok, OGB, torchaudio and torchgeo is told in their documentation; the classes of the others were looked
up in public copies of their sources. None of it was run.
"""

from __future__ import annotations

from typing import Final

from loaderlint.model.libraries.facts import Fact, Samples

#: Modules of lhotse whose classes its package `dataset` gives as well.
_OF_LHOTSE = (
    "audio_tagging", "diarization", "speech_recognition", "speech_synthesis", "surt", "unsupervised", "vad",
)  # fmt: skip

ALIASES: Final = {
    "lerobot.common.datasets": "lerobot.datasets",
    "lightly.data.dataset": "lightly.data",
    "miditok.pytorch_data": "miditok",
    **{f"lhotse.dataset.{module}": "lhotse.dataset" for module in _OF_LHOTSE},
}

#: Some of torchgeo take a box of a map instead of a number, those of lhotse a set of cuts: samplers give these.
_BY_NUMBER = (
    "dgl.data.[A-Z]*", "esm.FastaBatchedDataset", "lhotse.dataset.AudioTaggingDataset",
    "lhotse.dataset.DiarizationDataset", "lhotse.dataset.K2*Dataset", "lhotse.dataset.SpeechSynthesisDataset",
    "lhotse.dataset.*UnsupervisedDataset", "lhotse.dataset.UnsupervisedWaveformDataset", "lhotse.dataset.VadDataset",
    "medmnist.*MNIST*", "miditok.DatasetMIDI", "miditok.DatasetJSON",
    "ogb.graphproppred.*Dataset", "speechbrain.dataio.dataset.DynamicItemDataset", "timm.data.ImageDataset",
    "torchaudio.datasets.[A-Z]*", "torchgeo.datasets.[A-Z]*", "torchio.SubjectsDataset",
    "torchxrayvision.datasets.*_Dataset", "transformers.LineByLineTextDataset", "transformers.TextDataset",
)  # fmt: skip

FACTS: Final = (
    *(Fact(path, dataset=Samples.MAP) for path in _BY_NUMBER),
    Fact("lightly.data.LightlyDataset", dataset=Samples.MAP, composite=True, reads=True),  # calls its `transform`
    Fact("lerobot.datasets.**.LeRobotDataset", dataset=Samples.MAP, reads=True),
    Fact("timm.data.IterableImageDataset", dataset=Samples.ITERABLE),
)
