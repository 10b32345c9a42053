import argparse


class Options:
    def parse(self):
        parser = argparse.ArgumentParser()
        parser.add_argument("--workers", type=int, default=2)
        options, _ = parser.parse_known_args()
        return options
