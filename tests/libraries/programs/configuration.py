import configparser
import json
import tomllib

import box
import dotmap
import hydra
import munch
import ruamel.yaml
import toml
import yaml
from omegaconf import OmegaConf



class Settings:
    n: int = 10


plain = yaml.load(open("settings.yaml"), Loader=yaml.Loader)
from_load = plain["n"]  #? = 1
safe = yaml.safe_load(open("settings.yaml"))
from_safe_load = safe["n"]  #? = 1
full = yaml.full_load(open("settings.yaml"))
from_full_load = full["n"]  #? = 1
unsafe = yaml.unsafe_load(open("settings.yaml"))
from_unsafe_load = unsafe["n"]  #? = 1
for document in yaml.load_all(open("settings.yaml"), Loader=yaml.Loader):
    from_load_all = document["n"]  #? = 1
for document in yaml.safe_load_all(open("settings.yaml")):
    from_safe_load_all = document["n"]  #? = 1

reader = ruamel.yaml.YAML()
from_reader = reader.load(open("settings.yaml"))["n"]  #? = 1
from_old_reader = ruamel.yaml.load(open("settings.yaml"))["n"]  #? = 1
from_old_safe_reader = ruamel.yaml.safe_load(open("settings.yaml"))["n"]  #? = 1

objects = json.load(open("settings.json"))
from_json = objects["n"]  #? = 2
text = json.loads(open("settings.json").read())
from_json_text = text["n"]  #? = 2

tables = tomllib.load(open("settings.toml", "rb"))
from_toml = tables["n"]  #? = 3
tables_of_text = tomllib.loads(open("settings.toml").read())
from_toml_text = tables_of_text["n"]  #? = 3
older = toml.load("settings.toml")
from_older_toml = older["n"]  #? = 3

munched = munch.Munch(n=4)
from_munch = munched.n  #? = 4
munchified = munch.munchify({"n": 5})
from_munchified = munchified.n  #? = 5
from_munch_dict = munch.Munch.fromDict({"n": 6}).n  #? = 6
from_munch_text = munch.Munch.fromYAML(open("settings.yaml").read()).n  #? = 1
from_munch_json = munch.Munch.fromJSON(open("settings.json").read()).n  #? = 2
from_box = box.Box({"n": 6}).n  #? = 6
from_box_of_yaml = box.Box.from_yaml(filename="settings.yaml").n  #? = 1
from_box_of_json = box.Box.from_json(filename="settings.json").n  #? = 2
from_config_box = box.ConfigBox({"n": 7}).n  #? = 7
mapped = dotmap.DotMap({"n": 8})
from_map = mapped.n  #? = 8

node = OmegaConf.load("settings.yaml")
from_omegaconf = node.n  #? = 1
merged = OmegaConf.merge(OmegaConf.create({"n": 1}), OmegaConf.from_cli())
from_merged = merged.n  #? = 1?


class Declared:
    n: int = 7


declared = OmegaConf.structured(Declared)
from_declared = declared.n  #? = 7
created = OmegaConf.create({"n": 6})
from_created = created.n  #? = 6
contained = OmegaConf.to_container({"n": 7})
from_container = contained["n"]  #? = 7
merged = OmegaConf.merge(OmegaConf.create({"n": 8}), OmegaConf.create({"n": 9}))
from_merged = merged.n  #? = 8? | 9?
structured = OmegaConf.structured(Settings)
from_structured = structured.n  #? = 10


@hydra.main(config_path=".", config_name="settings")
def main(cfg):
    from_hydra = cfg.n  #? = 1?


sections = configparser.ConfigParser()
sections.read("settings.ini")
from_sections = sections["s"]["n"]  #? = '8'
raw = configparser.RawConfigParser()
raw.read("settings.ini")
from_raw = raw["s"]["n"]  #? = '8'
#---
import hydra
from hydra.utils import instantiate
from torch.utils.data import DataLoader


@hydra.main(config_path=".", config_name="objects")
def main(cfg):
    return DataLoader(instantiate(cfg.dataset))  #? loader, numbered, over Rows
#---
import argparse

parser = argparse.ArgumentParser()
parser.add_argument("--n", default=9)
from_attributes = vars(parser.parse_args())["n"]  #? = 9?
#---
import lightning
from lightning import pytorch


class One(lightning.LightningModule):
    def __init__(self, n):
        self.save_hyperparameters()

    def configure(self):
        kept = self.hparams.n  #? = 1


class Two(lightning.LightningDataModule):
    def __init__(self, n):
        self.save_hyperparameters()

    def configure(self):
        kept = self.hparams.n  #? = 2


class Three(pytorch.LightningModule):
    def __init__(self, n):
        self.save_hyperparameters()

    def configure(self):
        kept = self.hparams.n  #? = 3


class Four(pytorch.LightningDataModule):
    def __init__(self, n):
        self.save_hyperparameters()

    def configure(self):
        kept = self.hparams.n  #? = 4


class Five(pytorch.LightningDataModule):
    def __init__(self, n):
        pass

    def configure(self):
        kept = self.hparams.n  #? = ?


class Six(pytorch.LightningDataModule):
    def __init__(self, n, m, **more):
        self.save_hyperparameters("n")

    def configure(self):
        by_key = self.hparams["n"]  #? = 6
        by_method = self.hparams.get("n")  #? = 6
        left_out = self.hparams["m"]  #? = ?


        spread = dict(**self.hparams)["n"]  #? = 6


class Seven(pytorch.LightningDataModule):
    def __init__(self, options):
        self.save_hyperparameters(options)


class Base(pytorch.LightningDataModule):
    def __init__(self, n=8, **more):
        self.save_hyperparameters()


class Eight(Base):
    def __init__(self, k, **more):
        super().__init__(**more)


modules = One(1), Two(2), Three(3), Four(4), Five(5), Six(6, 60)
of_object = Seven({"n": 7}).hparams.n  #? = 7
of_base = Eight(82, n=80).hparams.n  #? = 80
of_base_by_default = Eight(82).hparams.n  #? = 8
further = Eight(82, m=81).hparams["m"]  #? = 81
of_subclass = Eight(82).hparams.get("k")  #? = 82
left_out = Eight(82).hparams.m  #? = ?
#---
import copy
import json
import logging
import pickle
import pprint

import mlflow
import wandb
import yaml

to_copy = {"n": 1}
copy.copy(to_copy)
from_copied = to_copy["n"]  #? = 1
to_json = {"n": 1}
json.dumps(to_json)
from_json_dumped = to_json["n"]  #? = 1
to_pickle = {"n": 2}
pickle.dumps(to_pickle)
from_pickled = to_pickle["n"]  #? = 2
to_print = {"n": 3}
pprint.pprint(to_print)
from_printed = to_print["n"]  #? = 3
to_log = {"n": 4}
logging.info(to_log)
from_logged = to_log["n"]  #? = 4
to_yaml = {"n": 5}
yaml.safe_dump(to_yaml)
from_yaml_dumped = to_yaml["n"]  #? = 5
again_to_yaml = {"n": 5}
yaml.dump(again_to_yaml)
from_yaml = again_to_yaml["n"]  #? = 5
to_wandb = {"n": 6}
wandb.init(config=to_wandb)
from_wandb = to_wandb["n"]  #? = 6
to_mlflow = {"n": 7}
mlflow.log_params(to_mlflow)
from_mlflow = to_mlflow["n"]  #? = 7
