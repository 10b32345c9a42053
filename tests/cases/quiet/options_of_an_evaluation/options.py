from base import Options


class OptionsOfTraining(Options):
    def initialize(self, parser):
        Options.initialize(self, parser)
        self.trains = True
        return parser


class OptionsOfEvaluation(Options):
    def initialize(self, parser):
        Options.initialize(self, parser)
        parser.set_defaults(ordered=True)
        self.trains = False
        return parser
