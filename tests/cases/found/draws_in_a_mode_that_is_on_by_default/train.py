# expect: LL101 as error
# Crops are drawn unless an option says where they begin, which it does not by default.
import argparse

from crops import build

parser = argparse.ArgumentParser()
parser.add_argument("--crop", type=int, default=None)
for epoch in range(10):
    for batch in build(parser.parse_args()):
        print(batch)
