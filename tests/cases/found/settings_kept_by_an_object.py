# expect: LL503
# An object keeps the dict that it is made with, and nothing changes that.
import torch
from torch.utils.data import DataLoader


class Trainer:
    def __init__(self, settings):
        self.settings = settings
        self.device = torch.device(settings["device"])

    def run(self):
        loader = DataLoader(torch.rand(1000, 1), batch_size=8, num_workers=4)
        for _ in range(3):
            for batch in loader:
                print(batch.to(self.device))


Trainer({"device": "cuda:0"}).run()
