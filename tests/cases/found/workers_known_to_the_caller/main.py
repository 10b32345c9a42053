# expect: LL502
# Only this file knows that there are 8 workers.
import argparse

from runner import run

parser = argparse.ArgumentParser()
parser.add_argument("--workers", type=int, default=8)


def main(net, optimizer, rows):
    options = parser.parse_args()
    run(options, net, optimizer, rows)


if __name__ == "__main__":
    main(None, None, range(99))
