"""Options of the command line as libraries have them beside argparse, with what they are by default."""

import argparse
import os
from dataclasses import dataclass, field

import click
import fire
import ml_collections
import tyro
import typer
from transformers import HfArgumentParser

common = argparse.ArgumentParser(add_help=False)
common.add_argument("--workers", type=int, default=4)
parser = argparse.ArgumentParser(parents=[common])
sub = parser.add_subparsers()
train = sub.add_parser("train", parents=[common])
train.add_argument("--epochs", default=7)
group = train.add_argument_group("more")
group.add_argument("--size", default="8")
args = parser.parse_args()
args.workers  #? 4?
args.epochs  #? 7?
int(args.size)  #? 8?
int(os.environ.get("WORKERS", 4))  #? 4?
int(os.environ.get("WORKERS", "4"))  #? 4?
os.getenv("WORKERS", 2)  #? 2?
os.environ.get("WORKERS", 4)  #? 4?
os.environ.get("WORKERS")  #? os.environ.get()
getattr(args, "epochs", 1)  #? 7?
getattr(args, "gone", 1)  #? 1? | ?
getattr(args, args.size, 1)  #? 1? | ?
vars(args)["epochs"]  #? 7?


@dataclass
class Arguments:
    workers: int = 5
    names: list = field(default_factory=list)
    size: int = field(default=9)


(found,) = HfArgumentParser(Arguments).parse_args_into_dataclasses()
found.workers  #? 5?
found.size  #? 9?
one, two = HfArgumentParser((Arguments, Arguments)).parse_args_into_dataclasses()
two.workers  #? 5?
tyro.cli(Arguments).workers  #? 5?
Arguments().workers  #? 5
Arguments().size  #? 9
Arguments(workers=2).workers  #? 2


@click.command()
@click.option("--workers", default=2)
@click.option("--keep", is_flag=True)
@click.option("--train/--no-train", default=True)
def clicked(workers, keep, train):
    workers  #? 2?
    keep  #? False?
    train  #? True?


def typed(workers: int = typer.Option(3, help="x"), keep: bool = typer.Option(True), size: int = 4):
    workers  #? 3?
    keep  #? True?
    size  #? 4?


typer.run(typed)


def fired(workers=6, keep=True):
    workers  #? 6?
    keep  #? True?


fire.Fire(fired)


def called(workers=6):
    workers  #? 6? | ?


def main(workers: int = 2):
    workers  #? 2?


tyro.cli(main)

config = ml_collections.ConfigDict()
config.workers = 3
config.data = ml_collections.ConfigDict({"workers": 2})
config.workers  #? 3?
config.data.workers  #? 2?


def settings():
    config = ml_collections.ConfigDict()
    config.data = data = ml_collections.ConfigDict()
    data.workers = 4
    config.size = 3
    return config


settings().size  #? 3?
settings().data.workers  #? 4?
