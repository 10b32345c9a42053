# forbid: LL101
# A decorator puts the dataset into a table, but the default of an option chooses another one.
import argparse

from data import make
from torch.utils.data import DataLoader

parser = argparse.ArgumentParser()
parser.add_argument("--data", default="plain")
args = parser.parse_args()
loader = DataLoader(make(args.data, size=1000), num_workers=4)
