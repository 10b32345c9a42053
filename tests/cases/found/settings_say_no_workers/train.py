# expect: LL201
# The program always loads this file, which says 0 workers: it raises.
import json
import os

from torch.utils.data import DataLoader

HERE = os.path.dirname(os.path.abspath(__file__))
settings = json.load(open(os.path.join(HERE, "settings.json")))
loader = DataLoader(range(8), **settings["loader"], persistent_workers=True)
