import importlib
import json
import random
import sys

import numpy as np
from torch.utils.data import DataLoader


def seed_worker(worker_id):
    np.random.seed(worker_id)
    random.seed(worker_id)


with open(sys.argv[1]) as options:
    named = json.load(options)
rows = getattr(importlib.import_module("rows"), named["class"])(**named["arguments"])
if __name__ == "__main__":
    loader = DataLoader(rows, batch_size=10, shuffle=True, num_workers=4, worker_init_fn=seed_worker)
    for batch in loader:
        print(batch.mean())
