# forbid: LL403
# a hook shuffles the rows themselves before every epoch
import random

import lightning as L
import torch
from torch.utils.data import DataLoader, Dataset


class Rows(Dataset):
    def __init__(self, rows):
        self.rows = rows

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return torch.load(self.rows[index])


class Model(L.LightningModule):
    def __init__(self, rows):
        super().__init__()
        self.rows = rows
        self.layer = torch.nn.Linear(1, 1)

    def training_step(self, batch, _):
        return self.layer(batch).sum()

    def on_train_epoch_start(self):
        random.shuffle(self.rows)

    def configure_optimizers(self):
        return torch.optim.SGD(self.parameters(), lr=0.1)


def main():
    rows = [f"{number}.pt" for number in range(1000)]
    model = Model(rows)
    loader = DataLoader(Rows(rows), batch_size=10, num_workers=4)
    L.Trainer(max_epochs=10).fit(model, train_dataloaders=loader)


if __name__ == "__main__":
    main()
