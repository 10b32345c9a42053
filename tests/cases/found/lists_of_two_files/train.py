# expect: LL201
# The list is filled here or in another file, under the same name.
import argparse

from folds import grouped
from torch.utils.data import DataLoader

parser = argparse.ArgumentParser()
parser.add_argument("--grouped", action="store_true")


def main(rows):
    args = parser.parse_args()
    if args.grouped:
        splits = grouped(rows)
    else:
        splits = []
        for number in range(5):
            splits.append({"train": rows[number:], "val": rows[:number]})
    for fold in splits:
        options = fold["train"]
        loader = DataLoader(options, batch_size=4, persistent_workers=True)
        for batch in loader:
            print(batch)
