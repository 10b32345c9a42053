"""Settings in files that a program loads."""

import argparse
import json
import os
import tomllib
from argparse import Namespace
from pathlib import Path

import yaml
from easydict import EasyDict
from omegaconf import OmegaConf

with open("config.yaml") as file:
    config = yaml.safe_load(file)
config["workers"]  #? 4
config["none"]  #? None
config["data"]["workers"]  #? 8
config["data"]["batch_size"] * 2  #? 32
config["more"]["workers"]  #? 2
config["more"]["batch_size"]  #? 16
config["data"]["names"]  #? ['a', 'b']
config["when"]  #? ?  # could be datetime.date(2024, 1, 1)
config.get("workers", 1)  #? 4
config.get("missing", 1)  #? 1
config["data"].get("workers")  #? 8

yaml.load(open("config.yaml"), Loader=yaml.FullLoader)["workers"]  #? 4
json.load(open("config.json"))["shuffle"]  #? True
json.load(open("config.json"))["data"]["name"]  #? 'a\tb'
json.loads(Path("config.json").read_text())["data"]["workers"]  #? 6
tomllib.load(open("config.toml", "rb"))["workers"]  #? 5
tomllib.loads(open("config.toml").read())["data"]["batch_size"]  #? 32
broken = yaml.safe_load(open("broken.yaml"))
broken["workers"]  #? ? (yaml.safe_load(open("broken.yaml")): of the settings file `broken.yaml`, which cannot be read as one)
nowhere = yaml.safe_load(open("nowhere.yaml"))
nowhere["workers"]  #? ? (yaml.safe_load(open("nowhere.yaml")): of the settings file `nowhere.yaml`, which is not found under that path, or under several)
yaml.safe_load(open("../command_line.py"))["workers"]  #? ?

HERE = os.path.dirname(os.path.abspath(__file__))
path = os.path.join(HERE, "config.yaml")
yaml.safe_load(open(path))["workers"]  #? 4
there = Path(__file__).resolve().parent / "config.yaml"
yaml.safe_load(there.read_text())["workers"]  #? 4


def read(name):
    with open(name) as file:
        return yaml.safe_load(file)


read("config.yaml")["workers"]  #? 4
settings = EasyDict(read("config.yaml"))
settings.workers  #? 4
settings.data.workers  #? 8
Namespace(**config).workers  #? 4
omega = OmegaConf.load("omega.yaml")
omega.workers  #? 4
omega.data.workers  #? 4
omega.data.path  #? ?
omega.missing  #? ?
omega.again.workers  #? 4
omega.circle  #? ?
OmegaConf.create(config).data.workers  #? 8

parser = argparse.ArgumentParser()
parser.add_argument("--config", default="config.yaml")
parser.add_argument("--other")
args = parser.parse_args()
chosen = read(args.config)
chosen["workers"]  #? 4?
chosen["data"]["workers"]  #? 8?
read(args.other)["workers"]  #? ?
