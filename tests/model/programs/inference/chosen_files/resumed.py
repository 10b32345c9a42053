"""Settings from a file that the user must choose, or as a program has saved them before, and what they name."""

import argparse

import kinds
import torch
import yaml

parser = argparse.ArgumentParser()
parser.add_argument("--config", default=None)
parser.add_argument("--labels", default=None)
parser.add_argument("--resume", default=None)
args = parser.parse_args()
if args.config:
    config = yaml.safe_load(open(args.config))
    config["steps"] = 7
elif args.resume:
    config = torch.load(args.resume)["config"]
else:
    raise SystemExit("no settings")

config["seed"]  #? 1?
config["steps"]  #? 7
getattr(kinds, config["data"]["kind"])  #? Large | Small
yaml.safe_load(open(args.labels))["seed"]  #? ?  # no settings, by its name


def train(given):
    elsewhere(given)
    return given["seed"]


train(config)  #? 1?

saved = torch.load(args.resume)["config"]
saved["seed"]  #? torch.load()[str][str]
