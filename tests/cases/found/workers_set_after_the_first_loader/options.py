import argparse


class Options:
    def parse(self):
        parser = argparse.ArgumentParser()
        parser.add_argument("--workers", type=int, default=4)
        return parser.parse_args()
