# expect: LL404
# The program that says how this is run makes it in a loop, by another name.
import torch
from torch.utils.data import DataLoader, TensorDataset


class Experiment:
    def __init__(self, settings):
        self.settings = settings
        self.model = torch.nn.Linear(4, 1)

    def test(self):
        rows = TensorDataset(torch.rand(60, 4))
        self.model.eval()
        with torch.no_grad():
            for (x,) in DataLoader(rows, batch_size=8, shuffle=self.settings.in_any_order):
                print(self.model(x))
