"""Libraries for a program's settings, what a machine has, and star imports that replace builtins."""

from __future__ import annotations

from typing import Final

from loaderlint.model.libraries.facts import Fact, Format, Gives, Settings

ALIASES: Final = {
    **{
        f"{library}.{parser}": "argparse.ArgumentParser"
        for library, parser in (
            ("configargparse", "ArgParser"),
            ("configargparse", "ArgumentParser"),
            ("jsonargparse", "ArgumentParser"),
            ("simple_parsing", "ArgumentParser"),
            ("test_tube", "HyperOptArgumentParser"),
        )
    },
    "detectron2.utils.registry": "fvcore.common.registry",
    "ml_collections.config_dict": "ml_collections",
    "mmcv.utils.Registry": "mmengine.registry.Registry",
    "mmcv.utils.build_from_cfg": "mmengine.registry.build_from_cfg",
    "tomli": "tomllib",
}

FACTS: Final = (
    Fact("yacs.config.CfgNode", settings=Settings.OVERRIDDEN),
    Fact("fvcore.common.config.CfgNode", settings=Settings.OVERRIDDEN),
    Fact("ml_collections.ConfigDict", settings=Settings.OVERRIDDEN),
    Fact("easydict.EasyDict", settings=Settings.FIXED),
    Fact("addict.Dict", settings=Settings.FIXED),
    Fact("munch.Munch", settings=Settings.FIXED),
    Fact("munch.munchify", settings=Settings.FIXED),
    Fact("munch.Munch.fromDict", settings=Settings.FIXED),
    Fact("munch.Munch.fromYAML", settings=Settings.FIXED, loads=Format.YAML),
    Fact("munch.Munch.fromJSON", settings=Settings.FIXED, loads=Format.JSON),
    Fact("omegaconf.OmegaConf.create", settings=Settings.FIXED),
    Fact("omegaconf.OmegaConf.merge", settings=Settings.OVERRIDDEN),
    Fact("omegaconf.OmegaConf.structured", gives=Gives.ARGUMENT),
    Fact("omegaconf.OmegaConf.load", settings=Settings.FIXED, loads=Format.OMEGACONF),
    Fact("omegaconf.OmegaConf.to_container", gives=Gives.ARGUMENT),
    Fact("absl.flags.FLAGS", gives=Gives.FLAGS),
    Fact("box.Box", settings=Settings.FIXED),
    Fact("box.ConfigBox", settings=Settings.FIXED),
    Fact("box.Box.from_yaml", settings=Settings.FIXED, loads=Format.YAML),
    Fact("box.Box.from_json", settings=Settings.FIXED, loads=Format.JSON),
    Fact("dotmap.DotMap", settings=Settings.FIXED),
    Fact("pydantic.Field", gives=Gives.DEFAULT),
    Fact("pydantic.BaseModel", declares=True),
    Fact("pydantic.BaseSettings", declares=True),  # until pydantic 2
    Fact("pydantic_settings.BaseSettings", declares=True),
    Fact("tyro.cli", gives=Gives.FROM_COMMAND_LINE, runs=True),
    Fact("simple_parsing.parse", gives=Gives.FROM_COMMAND_LINE),
    Fact("draccus.parse", gives=Gives.FROM_COMMAND_LINE),
    Fact("draccus.wrap", runs=True),
    Fact("fire.Fire", runs=True),
    Fact("jsonargparse.CLI", gives=Gives.FROM_COMMAND_LINE, runs=True),
    Fact("jsonargparse.auto_cli", gives=Gives.FROM_COMMAND_LINE, runs=True),
    Fact("pyrallis.parse", gives=Gives.FROM_COMMAND_LINE),
    Fact("pyrallis.wrap", runs=True),
    Fact("click.command", runs=True),
    Fact("click.group", runs=True),
    Fact("modal.App.local_entrypoint", runs=True),
    Fact("sacred.Experiment.automain", runs=True),
    Fact("sacred.Experiment.command", runs=True),
    Fact("sacred.Experiment.main", runs=True),
    Fact("typer.run", runs=True),
    Fact("typer.Typer.command", runs=True),
    Fact("typer.Option", gives=Gives.DEFAULT),
    Fact("hydra.main", gives=Gives.COMPOSED),
    Fact("hydra.utils.instantiate", gives=Gives.INSTANTIATED),
    Fact("fvcore.common.registry.Registry", gives=Gives.REGISTRY),
    Fact("mmengine.registry.Registry", gives=Gives.REGISTRY),
    Fact("mmengine.registry.Registry.build", gives=Gives.BUILT, leaves=True),
    Fact("mmengine.registry.build_from_cfg", gives=Gives.BUILT, leaves=True),
    *(Fact(f"{library}.**", leaves=True) for library in ("mlflow", "wandb")),
    Fact("yaml.dump", leaves=True),
    Fact("yaml.safe_dump", leaves=True),
    Fact("yaml.load", loads=Format.YAML),
    Fact("yaml.safe_load", loads=Format.YAML),
    Fact("yaml.load_all", loads=Format.YAML_DOCUMENTS, iterator=True),
    Fact("yaml.safe_load_all", loads=Format.YAML_DOCUMENTS, iterator=True),
    Fact("yaml.full_load", loads=Format.YAML),
    Fact("yaml.unsafe_load", loads=Format.YAML),
    Fact("ruamel.yaml.safe_load", loads=Format.YAML),
    Fact("ruamel.yaml.load", loads=Format.YAML),
    Fact("ruamel.yaml.YAML.load", loads=Format.YAML),
    Fact("toml.load", loads=Format.TOML),
    Fact("psutil.cpu_count", gives=Gives.CORES),
    Fact("pylab.**", shadows=True),
    Fact("jax.**", shadows=True),
    Fact("sympy.**", shadows=True),
)
