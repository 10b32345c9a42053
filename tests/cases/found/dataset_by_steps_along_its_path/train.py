# expect: LL301 as error, the class whose path stands in the settings that are loaded by default
import argparse

import yaml
from torch.utils.data import DataLoader


def import_class(path):
    parts = path.split(".")
    found = __import__(parts[0])
    for part in parts[1:]:
        found = getattr(found, part)
    return found


parser = argparse.ArgumentParser()
parser.add_argument("--config", default="train.yaml")
args = parser.parse_args()
with open(args.config) as file:
    config = yaml.safe_load(file)
dataset = import_class(config["feeder"])(**config["feeder_args"])
for batch in DataLoader(dataset, num_workers=4):
    print(batch)
