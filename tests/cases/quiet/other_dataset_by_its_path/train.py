# forbid: LL101
# The settings name another class by its path.
import importlib

from omegaconf import OmegaConf
from torch.utils.data import DataLoader


def from_path(path):
    module, name = path.rsplit(".", 1)
    return getattr(importlib.import_module(module), name)


def from_config(config):
    return from_path(config["target"])(**config.get("params", dict()))


settings = OmegaConf.load("settings.yaml")
loader = DataLoader(from_config(settings), num_workers=4)
