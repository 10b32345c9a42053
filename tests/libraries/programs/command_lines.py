import dataclasses
import os

import click
import configargparse
import draccus
import fire
import jsonargparse
import modal
import pydantic
import pyrallis
import sacred
import simple_parsing
import test_tube
import transformers
import trl
import typer
import tyro
from absl import flags


@dataclasses.dataclass
class Options:
    n: int = 1
    m: int = dataclasses.field(default=2)


class Model(pydantic.BaseModel):
    n: int = pydantic.Field(3)


of_field = Options().m  #? = 2
of_pydantic = Model().n  #? = 3

parsed = draccus.parse(Options)
of_draccus = parsed.n  #? = 1?
simple = simple_parsing.parse(Options)
of_simple = simple.n  #? = 1?
typed = tyro.cli(Options)
of_tyro = typed.n  #? = 1?
made = jsonargparse.CLI(Options, as_positional=False)
of_the_cli = made.n  #? = 1?
also_made = jsonargparse.auto_cli(Options)
of_auto_cli = also_made.n  #? = 1?
of_pyrallis = pyrallis.parse(config_class=Options).n  #? = 1?
(found,) = transformers.HfArgumentParser(Options).parse_args_into_dataclasses()
of_transformers = found.n  #? = 1?
(found,) = transformers.HfArgumentParser(Options).parse_json_file("settings.json")
of_json = found.n  #? = 1?
(found,) = transformers.HfArgumentParser(Options).parse_yaml_file("settings.yaml")
of_yaml = found.n  #? = 1?
(found,) = transformers.HfArgumentParser(Options).parse_dict({"n": 2})
of_a_dict = found.n  #? = 1?
(trained,) = trl.TrlParser(Options).parse_args_and_config()
of_trl = trained.n  #? = 1?

variable = os.getenv("N", 4)  #? = 4?
looked_up = os.environ.get("N", 5)  #? = 5?
named = getattr(found, "n")  #? = 1?

app = typer.Typer()


@app.command()
def decorated(n: int = typer.Option(6)):
    of_typer = n  #? = 6?


def fired(n=7):
    of_fire = n  #? = 7?


fire.Fire(fired)


def configured(n=8):
    of_jsonargparse = n  #? = 8?


jsonargparse.CLI(configured)


def also_configured(n=11):
    of_auto = n  #? = 11?


jsonargparse.auto_cli(also_configured)


def run(n=9):
    of_run = n  #? = 9?


typer.run(run)


def cli(n=10):
    of_cli = n  #? = 10?


tyro.cli(cli)

parser = configargparse.ArgParser()
parser.add_argument("--first", default=11)
of_parser = parser.parse_args().first  #? = 11?
parser = configargparse.ArgumentParser()
of_parser = parser.parse_args().first  #? = 11?
parser = jsonargparse.ArgumentParser()
of_parser = parser.parse_args().first  #? = 11?
parser = simple_parsing.ArgumentParser()
of_parser = parser.parse_args().first  #? = 11?
parser = test_tube.HyperOptArgumentParser()
of_parser = parser.parse_args().first  #? = 11?

flags.DEFINE_integer("n", 12, "a number")
of_flags = flags.FLAGS.n  #? = 12?

@draccus.wrap()
def wrapped(n=12):
    of_wrapped = n  #? = 12?


@pyrallis.wrap()
def also_wrapped(n=13):
    of_also_wrapped = n  #? = 13?


@click.command()
def clicked(n=14):
    of_clicked = n  #? = 14?


@click.group()
def grouped(n=15):
    of_grouped = n  #? = 15?


@grouped.command()
def of_group(n=16):
    of_of_group = n  #? = 16?


ex = sacred.Experiment("x")
stub = modal.App("x")


@ex.automain
def at_last(n=17):
    of_at_last = n  #? = 17?


@ex.command
def commanded(n=18):
    of_commanded = n  #? = 18?


@ex.main
def experiment(n=19):
    of_experiment = n  #? = 19?


@stub.local_entrypoint()
def entered(n=20):
    of_entered = n  #? = 20?
#---
import pydantic
import pydantic_settings


class One(pydantic.BaseModel):
    n: int = pydantic.Field(1)


class Two(pydantic.BaseSettings):
    n: int = 2


class Three(pydantic_settings.BaseSettings):
    n: int = 3


def command(settings):
    def decorate(function):
        return lambda: function(settings())

    return decorate


@command(One)
def one(options: One):
    of_model = options.n  #? = 1?


@command(Two)
def two(options: Two):
    of_settings = options.n  #? = 2?


@command(Three)
def three(options: Three):
    of_later_settings = options.n  #? = 3?
