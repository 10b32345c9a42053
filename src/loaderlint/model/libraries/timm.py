"""timm: what scales losses there goes back through them and lets the optimizer take its step (read in 1.0).

Its transforms for training crop by Python's `random`, and flip by torch's stream.
"""

from __future__ import annotations

from typing import Final

from loaderlint.model.libraries.facts import Fact, Family

ALIASES: Final = {"timm.utils.cuda": "timm.utils", "timm.data.transforms_factory": "timm.data"}

FACTS: Final = (
    Fact("timm.utils.NativeScaler", trains=True),
    Fact("timm.utils.ApexScaler", trains=True),
    Fact(
        "timm.data.create_transform",
        augments=Family.PYTHON,
        still_without=("is_training", True),
        still_with=("no_aug", True),
    ),
)
