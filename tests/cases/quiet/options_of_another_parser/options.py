import argparse



class BaseOptions:
    def initialize(self, parser):
        group = parser.add_argument_group("loader")
        group.add_argument("--size", type=int, default=8)
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
