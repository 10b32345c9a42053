class Pipeline:
    def __init__(self, args):
        self.args = args

    def benchmark(self):
        return self.evaluate(range(100))
