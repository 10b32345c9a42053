"""Settings that a program tells about, hands back with others, and keeps in what it saves."""

import torch
import yaml


def load(name):
    settings = yaml.safe_load(open(name))
    print(f"{name}: {settings}")
    return settings, name


settings, name = load("config.yaml")
print(f"settings: {settings}")
torch.save({"settings": settings, "epoch": 3}, "last.pt")
history = [settings]
settings["workers"]  #? 4
settings["data"]["workers"]  #? 8

told = yaml.safe_load(open("config.yaml"))
saved = {"settings": told, "epoch": 4}
saved["settings"]["workers"] = 0
told["workers"]  #? ?
