"""Settings in a file that the user must choose: what all files say that may be meant."""

import argparse
import json

import yaml

parser = argparse.ArgumentParser()
parser.add_argument("--config", required=True)
parser.add_argument("--options")
parser.add_argument("--labels", required=True)
args = parser.parse_args()


def load(path):
    with open(path) as file:
        return yaml.safe_load(file)


config = load(args.config)
config["data"]["workers"]  #? 4?
config["data"]["batch_size"]  #? 64? | 16?
config["data"]["name"]  #? ['large'?, 'larger'?] | 'small'?
config["seed"]  #? 1?
config["missing"]  #? ?

json.load(open(args.options))["workers"]  #? ?  # there is no such file
load(args.labels)["data"]["workers"]  #? ?  # no settings, by its name
