# forbid: LL502
import lightning as L
import torch
from torch.utils.data import DataLoader, TensorDataset

EPOCHS = 1


class Net(L.LightningModule):
    def __init__(self):
        super().__init__()
        self.layer = torch.nn.Linear(4, 1)

    def training_step(self, batch, number):
        return self.layer(batch[0]).mean()

    def configure_optimizers(self):
        return torch.optim.SGD(self.parameters(), 0.1)


def main():
    train = DataLoader(TensorDataset(torch.rand(64, 4)), batch_size=8, shuffle=True, num_workers=2)
    trainer = L.Trainer(max_epochs=EPOCHS)
    trainer.fit(Net(), train)


if __name__ == "__main__":
    main()
