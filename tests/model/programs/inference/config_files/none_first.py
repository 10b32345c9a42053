"""Settings that a name gets only under a condition, and None until then."""

import json

path = "config.json"
settings = None
if path.endswith(".json"):
    with open(path) as file:
        settings = json.load(file)
assert settings is not None
settings["shuffle"]  #? True
