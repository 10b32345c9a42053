# forbid: LL207
# The sections of the file are put together in one dict, which an object of the project is made of.
import argparse

import torch
import yaml
from torch.utils.data import DataLoader


class Settings(dict):
    def __init__(self, given):
        super().__init__(given)

    def __getattr__(self, name):
        return self[name]


def load(path):
    settings = {}
    with open(path) as file:
        sections = yaml.safe_load(file)
    for section in sections:
        for name, value in sections[section].items():
            settings[name] = value
    settings = Settings(settings)
    return settings


parser = argparse.ArgumentParser()
parser.add_argument("--config", default="config.yaml")
settings = load(parser.parse_args().config)
loader = DataLoader(torch.rand(1000, 1), num_workers=settings.workers, persistent_workers=True)
for batch in loader:
    print(batch)
