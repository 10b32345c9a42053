# expect: LL101 as error
# A decorator puts the dataset into a table, from which the default of an option chooses it; nothing imports it.
import argparse

from data import make
from torch.utils.data import DataLoader

parser = argparse.ArgumentParser()
parser.add_argument("--data", default="noisy")
args = parser.parse_args()
loader = DataLoader(make(args.data, size=1000), num_workers=4)
