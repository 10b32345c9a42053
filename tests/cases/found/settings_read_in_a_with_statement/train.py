# expect: LL201
# What stands in a `with` replaces the None before it.
import torch
import yaml
from torch.utils.data import DataLoader, TensorDataset


def main(path):
    settings = None
    with open(path) as file:
        settings = yaml.safe_load(file)
    return DataLoader(
        TensorDataset(torch.arange(100.0)), num_workers=settings["data"]["workers"], persistent_workers=True
    )


main("settings.yaml")
