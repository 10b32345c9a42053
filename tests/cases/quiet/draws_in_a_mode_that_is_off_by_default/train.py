# expect: LL101 as advice
# forbid: LL101 as error, LL101 as warning
# Crops are drawn only where the option that says where they begin is set to nothing, which it is not by default.
import argparse

from crops import build

parser = argparse.ArgumentParser()
parser.add_argument("--crop", type=int, default=10)
for epoch in range(10):
    for batch in build(parser.parse_args()):
        print(batch)
