"""Settings from a path that is put together, opened by its own method, and of which some parts are then replaced."""

import argparse
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[0]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--config", default="config.yaml")
    parser.add_argument("--size", type=int)
    args = parser.parse_args()
    path = ROOT / args.config
    with path.open("r", encoding="utf-8") as file:
        settings = yaml.safe_load(file)
    data = settings["data"]
    if args.size is not None:
        data["batch_size"] = args.size
    data["workers"]  #? 8?


main()
