# expect: LL406
# The function that runs an epoch makes its loader of a dataset that stays the same.
import torch
from torch.utils.data import DataLoader


class Trainer:
    def __init__(self, model, rows, held_out):
        self.model = model
        self.rows = rows
        self.held_out = held_out

    def train(self):
        optimizer = torch.optim.SGD(self.model.parameters(), lr=0.1)

        def run_epoch(split, number=0):
            is_train = split == "train"
            rows = self.rows if is_train else self.held_out
            loader = DataLoader(rows, batch_size=64, shuffle=True, num_workers=2)
            for batch in loader:
                loss = self.model(batch).sum()
                if is_train:
                    optimizer.zero_grad()
                    loss.backward()
                    optimizer.step()
            print(number)

        for epoch in range(10):
            run_epoch("train", number=epoch)


Trainer(torch.nn.Linear(4, 2), torch.rand(1000, 4), torch.rand(100, 4)).train()
