# expect: LL102
# Without `workers=True` nothing is given to the loaders.
import lightning as L
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Speckled(Dataset):
    def __len__(self):
        return 64

    def __getitem__(self, index):
        return torch.as_tensor(np.random.normal(size=4), dtype=torch.float32)


class Net(L.LightningModule):
    def __init__(self):
        super().__init__()
        self.layer = torch.nn.Linear(4, 1)

    def training_step(self, batch, number):
        return self.layer(batch).mean()

    def configure_optimizers(self):
        return torch.optim.SGD(self.parameters(), 0.1)


def main():
    L.seed_everything(42)
    train = DataLoader(Speckled(), batch_size=8, shuffle=True, num_workers=2)
    L.Trainer(max_epochs=2, deterministic=True).fit(Net(), train)


if __name__ == "__main__":
    main()
