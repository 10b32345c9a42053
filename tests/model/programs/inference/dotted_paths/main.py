"""Classes by their path: `getattr(import_module(module), name)`, and what is taken apart for that."""

import argparse
import importlib
from importlib import import_module

import yaml

import rows

parser = argparse.ArgumentParser()
parser.add_argument("--rows", default="Rows")
parser.add_argument("--kind")
args = parser.parse_args()

config = {"target": "rows.Rows", "params": {"size": 4}}
settings = yaml.safe_load(open("settings.yaml"))["data"]


def from_path(path, reload=False):
    module, name = path.rsplit(".", 1)
    if reload:
        importlib.reload(importlib.import_module(module))
    return getattr(importlib.import_module(module, package=None), name)


def built(config):
    if "target" not in config:
        raise KeyError("target")
    return from_path(config["target"])(**config.get("params", {}))


from_path("rows.Rows")  #? Rows
built(config)  #? Rows()
built(config).size  #? 4
built(settings)  #? Rows()
built(settings).size  #? 2
built({"target": args.kind})  #? ?
from_path("torch.utils.data.DataLoader")  #? torch.utils.data.DataLoader
getattr(rows, args.rows)  #? Rows
getattr(rows, args.kind)  #? getattr()
getattr(rows, args.kind, rows.Rows)  #? getattr()
import_module("rows").Rows  #? Rows
import_module(".rows", "pkg").Rows  #? importlib.import_module().Rows
import_module(args.kind).Rows  #? importlib.import_module().Rows
"a/b/c".rpartition("/")  #? ('a/b', '/', 'c')
"a/b".rsplit("/", "x")  #? ?  # raises
args.rows.rsplit("o")[0]  #? 'R'
args.kind.rsplit("o")[0]  #? ?
