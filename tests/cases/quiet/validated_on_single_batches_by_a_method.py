# forbid: LL403
# A method of the trainer takes a batch now and then to validate on, without gradients.
import torch
from torch.utils.data import DataLoader, TensorDataset


class Trainer:
    def __init__(self, model):
        self.model = model
        self.optimizer = torch.optim.SGD(model.parameters())
        self.loader = DataLoader(TensorDataset(torch.rand(1000, 4)), batch_size=8, shuffle=True)
        self.held_out = DataLoader(TensorDataset(torch.rand(100, 4)), batch_size=8)
        self.batches = iter(self.held_out)

    def validate(self):
        try:
            (batch,) = next(self.batches)
        except StopIteration:
            self.batches = iter(self.held_out)
            (batch,) = next(self.batches)
        with torch.no_grad():
            return self.model(batch).mean()

    def epoch(self):
        for number, (batch,) in enumerate(self.loader):
            self.optimizer.zero_grad()
            self.model(batch).mean().backward()
            self.optimizer.step()
            if number % 100 == 0:
                print(self.validate())

    def fit(self):
        for _ in range(10):
            self.epoch()


Trainer(torch.nn.Linear(4, 1)).fit()
