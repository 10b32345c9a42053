"""Lightning and Lightning Fabric, under all their names: who runs loaders, hands them on and seeds (measured)."""

from __future__ import annotations

from typing import Final

from loaderlint.model.libraries.facts import Fact, Family, Gives

ALIASES: Final = {
    "pytorch_lightning": "lightning.pytorch",
    "lightning_fabric": "lightning.fabric",
    "lightning.Fabric": "lightning.fabric.Fabric",
    "lightning.fabric.fabric": "lightning.fabric",
}

#: What it goes by where releases are pinned, as a pattern.
NAMES: Final = "(?:pytorch[-_])?lightning"

#: Arguments of a Trainer that Lightning 2 no longer takes. That of Lightning 1 stays on the CPU unless told otherwise,
#: that of Lightning 2 takes a GPU if there is one (read in the sources of 1.9.5 and 2.0.0).
ONLY_IN_1: Final = frozenset({
    "amp_backend", "amp_level", "auto_lr_find", "auto_scale_batch_size", "auto_select_gpus", "checkpoint_callback",
    "distributed_backend", "flush_logs_every_n_steps", "gpus", "ipus", "log_gpu_memory", "move_metrics_to_cpu",
    "multiple_trainloader_mode", "num_processes", "prepare_data_per_node", "process_position",
    "progress_bar_refresh_rate", "replace_sampler_ddp", "resume_from_checkpoint", "stochastic_weight_avg",
    "terminate_on_nan", "tpu_cores", "track_grad_norm", "truncated_bptt_steps", "weights_save_path", "weights_summary",
})  # fmt: skip

#: Methods of modules that get the batches of an evaluation.
EVALUATING: Final = ("validation_step", "test_step")

#: What runs the modules that it is given.
RUNNING: Final = frozenset({"fit", "validate", "test", "predict", "LightningCLI"})

_STEPS = ("training_step", "validation_step", "test_step", "predict_step")
_HOOKS = ("train_dataloader", "val_dataloader", "test_dataloader", "predict_dataloader")

FACTS: Final = (
    Fact("lightning.**", harmless=True),
    Fact("lightning.**.Trainer", trainer=True),
    # Until Lightning 2.
    *(Fact(f"{package}.Trainer.from_argparse_args", trainer=True) for package in ("lightning", "lightning.pytorch")),
    Fact("lightning.**.CombinedLoader", combines=True),
    Fact("lightning.**.LightningModule", hooks=_HOOKS, calls=("setup", *_STEPS)),
    Fact("lightning.**.LightningDataModule", hooks=_HOOKS, calls=("setup",)),
    Fact(
        "lightning.**.seed_everything",
        seeds=(Family.PYTHON, Family.NUMPY, Family.TORCH),
        seeds_workers=True,
        adds_rank="workers",
    ),
    *(
        Fact(f"{package}.{name}.hparams", keeps_arguments="save_hyperparameters")
        for package in ("lightning", "lightning.pytorch")
        for name in ("LightningModule", "LightningDataModule")
    ),
    Fact("lightning.fabric.Fabric.setup_dataloaders", gives=Gives.ARGUMENTS),
    Fact("lightning.pytorch.lite.LightningLite.setup_dataloaders", gives=Gives.ARGUMENTS),
)
