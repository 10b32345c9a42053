import argparse


class Options:
    def __init__(self):
        self.parser = argparse.ArgumentParser()
        self.parser.add_argument("--workers", type=int, default=2)

    def parse(self):
        self.options = self.parser.parse_args()
        return self.options
