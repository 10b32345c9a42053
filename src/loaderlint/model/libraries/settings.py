"""Libraries for a program's settings, what a machine has, and star imports that replace builtins."""

from __future__ import annotations

from typing import Final

from loaderlint.model.libraries.facts import Fact, Gives, Settings

ALIASES: Final = {"ml_collections.config_dict": "ml_collections"}

FACTS: Final = (
    Fact("yacs.config.CfgNode", settings=Settings.OVERRIDDEN),
    Fact("fvcore.common.config.CfgNode", settings=Settings.OVERRIDDEN),
    Fact("ml_collections.ConfigDict", settings=Settings.OVERRIDDEN),
    Fact("easydict.EasyDict", settings=Settings.FIXED),
    Fact("addict.Dict", settings=Settings.FIXED),
    Fact("psutil.cpu_count", gives=Gives.CORES),
    Fact("pylab.**", shadows=True),
    Fact("jax.**", shadows=True),
    Fact("sympy.**", shadows=True),
)
