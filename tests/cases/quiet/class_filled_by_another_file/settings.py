import json

from base import Loaders


class FromFile(Loaders):
    def __init__(self, path, rows):
        super().__init__(rows)
        with open(path) as file:
            settings = json.load(file)
        for name in self.__dict__:
            if name in settings:
                self.__dict__[name] = settings[name]

    @property
    def train_loader(self):
        return self.make()
