# forbid: LL503
# An object keeps the dict that it is made with, and changes it by the name that it keeps it under.
import torch
from torch.utils.data import DataLoader


class Trainer:
    def __init__(self, settings):
        self.settings = settings
        self.settings["device"] = "cpu"
        self.device = torch.device(settings["device"])

    def run(self):
        loader = DataLoader(torch.rand(1000, 1), batch_size=8, num_workers=4)
        for _ in range(3):
            for batch in loader:
                print(batch.to(self.device))


Trainer({"device": "cuda:0"}).run()
