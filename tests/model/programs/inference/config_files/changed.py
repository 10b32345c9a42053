"""Settings that a program loads, and then makes others of."""

import yaml


def read(name, workers):
    settings = yaml.safe_load(open(name))
    settings["workers"] = workers
    settings["more"]["workers"] //= 2
    return settings


def prepare(settings):
    settings["loader"]["num_workers"] = 0


class Run:
    def __init__(self):
        self.epochs = 9
        self.settings = yaml.safe_load(open("config.yaml"))
        self.settings["workers"] = 1
        prepare(self.settings)
        self.settings["workers"]  #? 4 | 1
        self.settings["none"]  #? None
        self.settings["data"]["workers"]  #? 8
        self.settings["loader"]["num_workers"]  #? 3 | 0


changed = read("config.yaml", 7)
changed["workers"]  #? 4 | 7  # could be 7
changed["more"]["workers"]  #? 2 | ?
