"""transformers, and trl on top: what seeds, trainers that make loaders from settings, and what reads the command line.

Measured, and read in the sources of 4.50.
"""

from __future__ import annotations

from typing import Final

from loaderlint.model.libraries.facts import Fact, Family, Gives, Signature, Thing
from loaderlint.model.libraries.torch import LOADER

ALIASES: Final = {
    "transformers.Seq2SeqTrainer": "transformers.Trainer",
    "transformers.Seq2SeqTrainingArguments": "transformers.TrainingArguments",
    "transformers.trainer": "transformers",
    "transformers.trainer_seq2seq": "transformers",
    "transformers.training_args": "transformers",
    "transformers.training_args_seq2seq": "transformers",
}

#: How options are called in `TrainingArguments` and by a trainer.
_RENAMED = {
    "dataset": "train_dataset", "collate_fn": "data_collator", "batch_size": "per_device_train_batch_size",
    **{name: f"dataloader_{name}" for name in
       ("num_workers", "pin_memory", "persistent_workers", "prefetch_factor", "drop_last")},
}  # fmt: skip

_DEFAULTS = {
    **LOADER.defaults, "dataset": None, "args": None, "batch_size": 8, "pin_memory": True, "num_train_epochs": 3,
    "max_steps": -1,
    "worker_init_fn": Thing("transformers.trainer_utils.seed_worker"),
}  # fmt: skip

#: What settings hold of what they are made with.
_SETTINGS: Final = {
    "per_device_train_batch_size": 8, "per_device_eval_batch_size": 8, "num_train_epochs": 3, "max_steps": -1,
    "seed": 42, "dataloader_num_workers": 0, "dataloader_pin_memory": True, "dataloader_drop_last": False,
    "dataloader_persistent_workers": False,
}  # fmt: skip

#: What a trainer does, and holds, that leaves its loader for training alone: it makes others to evaluate and predict.
_BESIDES: Final = (
    "accelerator", "add_callback", "args", "compute_metrics", "create_model_card", "eval_dataset", "evaluate",
    "is_local_process_zero", "is_world_process_zero", "log", "log_metrics", "model", "pop_callback", "predict",
    "processing_class", "push_to_hub", "remove_callback", "save_metrics", "save_model", "save_state", "state",
    "tokenizer", "train_dataset",
)  # fmt: skip

#: It draws the order itself: from a sampler, for a dataset of numbered samples.
_TRAINER: Final = Signature(
    ("model", "args", "data_collator", "train_dataset"), _DEFAULTS, brings=("sampler",), locked=False,
    renamed=_RENAMED, settings="args", settings_names=tuple(_SETTINGS), maker="get_train_dataloader", besides=_BESIDES,
)  # fmt: skip

_HOOKS: Final = ("get_train_dataloader", "get_eval_dataloader", "get_test_dataloader")

#: What a trainer holds of what it is made with.
_OF_TRAINER: Final = {
    "model": None, "args": Thing("transformers.TrainingArguments"), "data_collator": None, "train_dataset": None,
    "eval_dataset": None,
}  # fmt: skip

_SEEDED = (Family.PYTHON, Family.NUMPY, Family.TORCH)

FACTS: Final = (
    Fact("transformers.**.set_seed", seeds=_SEEDED),
    Fact("transformers.trainer_utils.seed_worker", seeds=_SEEDED),
    Fact("transformers.Trainer", loader=_TRAINER, shares_out=True, remembers=_OF_TRAINER, hooks=_HOOKS),
    Fact("transformers.Trainer.accelerator"),
    Fact("transformers.Trainer.accelerator.prepare", gives=Gives.ARGUMENTS, shares_out=True),
    Fact("transformers.TrainingArguments", loader_settings=True, remembers=_SETTINGS),
    *(
        Fact(f"transformers.HfArgumentParser.{name}", gives=Gives.FROM_COMMAND_LINE)
        for name in ("parse_args_into_dataclasses", "parse_dict", "parse_json_file", "parse_yaml_file")
    ),
    Fact("trl.TrlParser.parse_args_and_config", gives=Gives.FROM_COMMAND_LINE),
)
