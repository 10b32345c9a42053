import argparse


class Options:
    def initialize(self, parser):
        parser.add_argument("--ordered", action="store_true")
        return parser

    def gather(self):
        parser = self.initialize(argparse.ArgumentParser())
        self.parser = parser
        return parser.parse_args()

    def parse(self):
        options = self.gather()
        options.trains = self.trains
        return options
