import json

from base import Loaders


class FromFile(Loaders):
    def __init__(self, path, rows):
        super().__init__(rows)
        with open(path) as file:
            self.settings = json.load(file)

    @property
    def train_loader(self):
        return self.make()
