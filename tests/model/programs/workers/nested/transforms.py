import random


class Chain:
    def __init__(self, parts):
        self.parts = parts

    def __call__(self, image):
        for part in self.parts:
            image = part(image)
        return image


class Shift:
    def __init__(self, by):
        self.by = by

    def __call__(self, image):
        return image + self.by * random.random()  #? draws from Python's `random`, something that is not known  # could be certain
