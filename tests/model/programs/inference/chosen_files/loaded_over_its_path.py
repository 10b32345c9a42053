"""Settings that take the place of their path among the options."""

import argparse

import yaml

parser = argparse.ArgumentParser()
parser.add_argument("--config")
args = parser.parse_args()
with open(args.config) as file:
    args.config = yaml.safe_load(file)

args.config["data"]["workers"]  #? 4?
args.config["seed"]  #? 1?
