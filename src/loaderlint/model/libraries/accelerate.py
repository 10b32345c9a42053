"""accelerate: hands loaders back as they are, for the part of a rank, and seeds (measured)."""

from __future__ import annotations

from typing import Final

from loaderlint.model.libraries.facts import Checkpoint, Fact, Family, Gives

ALIASES: Final = {"accelerate.accelerator": "accelerate", "accelerate.state": "accelerate"}

FACTS: Final = (
    Fact("accelerate.Accelerator.device", gives=Gives.GPU),
    *(Fact(f"accelerate.{state}.device", gives=Gives.GPU) for state in ("PartialState", "AcceleratorState")),
    Fact("accelerate.Accelerator.load_state", checkpoint=Checkpoint.LOADED),
    *(
        Fact(
            f"accelerate.Accelerator.{name}",
            gives=Gives.ARGUMENTS,
            shares_out=True,
            moves_batches=("cpu", "device_placement"),
        )
        for name in ("prepare", "prepare_data_loader")
    ),
    *(Fact(f"accelerate.Accelerator.{name}", joins_results=True) for name in ("gather", "reduce")),
    Fact("accelerate.skip_first_batches", gives=Gives.ARGUMENT, harmless=True),
    Fact("accelerate.Accelerator.skip_first_batches", gives=Gives.ARGUMENT),
    Fact("accelerate.data_loader.prepare_data_loader", gives=Gives.ARGUMENT, shares_out=True),
    Fact("accelerate.**.set_seed", seeds=(Family.PYTHON, Family.NUMPY, Family.TORCH), adds_rank="device_specific"),
)
