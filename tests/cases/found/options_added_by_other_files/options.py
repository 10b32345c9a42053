import argparse

from shared import add_loader_options


class BaseOptions:
    def initialize(self, parser):
        group = parser.add_argument_group("loader")
        add_loader_options(group)
        return parser

    def parse(self):
        parser = argparse.ArgumentParser()
        parser = self.initialize(parser)
        return parser.parse_args()


class TrainOptions(BaseOptions):
    def initialize(self, parser):
        parser = BaseOptions.initialize(self, parser)
        parser.add_argument("--epochs", type=int, default=10)
        return parser
