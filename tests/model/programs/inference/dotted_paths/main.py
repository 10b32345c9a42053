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
args.rows.split(",")  #? ?  # a list of the user's


def by_steps(path):
    parts = path.split(".")
    found = __import__(parts[0])
    for part in parts[1:]:
        found = getattr(found, part)
    return found


def by_parts(path):
    parts = path.split(".")
    return getattr(__import__(".".join(parts[:-1]), fromlist=[parts[-1]]), parts[-1])


by_steps("rows.Rows")  #? Rows
by_steps("folder.more.Columns")  #? Columns  # of a folder without code of its own
by_steps(args.kind)  #? __import__() | getattr()
by_parts("folder.more.Columns")  #? Columns
by_parts(args.kind)  #? getattr()
__import__("folder.more").more.Columns  #? folder.more.Columns  # could be Columns

eval("rows.Rows")  #? Rows
eval(args.rows)  #? eval()  # raises: it is not imported by that name
eval("rows.Rows()")  #? eval()

name = "row"
import_module(f"{name}s").Rows  #? Rows
import_module("{}s".format(name)).Rows  #? Rows
import_module("{0}{1}".format(name, "s")).Rows  #? Rows
import_module(name + "s").Rows  #? Rows
f"{name}-{name}"  #? 'row-row'
f"{name}{3}"  #? 'row3'
f"{name!s}s"  #? 'rows'
f"{3:02d}"  #? ?  # could be '03'
"%s/%s.yaml" % (name, name)  #? 'row/row.yaml'
"%s%d" % (name, 3)  #? 'row3'
"%ss" % name  #? 'rows'
"%02d" % 3  #? ?  # could be '03'
"{:>5}".format(name)  #? ?
"{}{}".format(name)  #? ?  # raises
"-".join([name, args.rows])  #? 'row-Rows'?
"-".join(args.kind)  #? ?
