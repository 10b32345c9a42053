"""Hugging Face datasets: rows, streams, and methods that make one dataset of another (measured; its sources, 5.2)."""

from __future__ import annotations

from typing import Final

from loaderlint.model.libraries.facts import Fact, Samples

ALIASES: Final = {
    "datasets.load": "datasets",
    "datasets.arrow_dataset": "datasets",
    "datasets.iterable_dataset": "datasets",
    "datasets.combine": "datasets",
}

_SAME_SAMPLES = (
    "add_column", "add_item", "batch", "cast", "cast_column", "class_encode_column", "flatten", "remove_columns",
    "rename_column", "rename_columns", "repeat", "select", "select_columns", "skip", "sort", "take",
    "train_test_split", "with_format",
)  # fmt: skip

#: What makes a dataset of rows; one of streams is made by `IterableDataset`.
_ROWS = (
    "load_from_disk", *(f"Dataset{of_splits}.from_{source}" for of_splits in ("", "Dict") for source in
                        ("csv", "json", "parquet", "text")),
    *(f"Dataset.from_{source}" for source in ("dict", "file", "generator", "list", "pandas", "polars", "sql")),
    "DatasetDict", "Dataset.load_from_disk", "DatasetDict.load_from_disk",
)  # fmt: skip

FACTS: Final = (
    Fact("datasets.load_dataset", streams="streaming", for_all_ranks=True),
    *(Fact(f"datasets.{name}", dataset=Samples.MAP) for name in _ROWS),
    Fact("datasets.IterableDataset.from_generator", dataset=Samples.ITERABLE, composite=True, for_all_ranks=True),
    Fact("datasets.**.to_iterable_dataset", dataset=Samples.ITERABLE, for_all_ranks=True),
    Fact("datasets.interleave_datasets", wraps=True),
    Fact("datasets.concatenate_datasets", wraps=True),
    Fact("datasets.distributed.split_dataset_by_node", wraps=True, part_of_rank=True),
    Fact("datasets.**.shard", passes_on=True, takes_part=True),
    *(Fact(f"datasets.**.{name}", passes_on=True) for name in _SAME_SAMPLES),
    Fact("datasets.**.shuffle", passes_on=True, shuffles_by_epoch=True),
    Fact("datasets.**.map", passes_on=True, composite=True, calls_later=Samples.ITERABLE),
    Fact("datasets.**.filter", passes_on=True, composite=True, calls_later=Samples.ITERABLE),
    Fact("datasets.**.with_transform", passes_on=True, composite=True),
)
