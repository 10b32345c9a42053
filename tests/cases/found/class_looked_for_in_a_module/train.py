# expect: LL101 as error
"""A class is looked for among all that a module holds, by a name that an option gives."""

import argparse

from data import create

parser = argparse.ArgumentParser()
parser.add_argument("--mode", default="aligned")
parser.add_argument("--workers", default=4)
options = parser.parse_args()
for epoch in range(4):
    for batch in create(options):
        print(batch)
