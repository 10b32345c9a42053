# forbid: LL303
# Ranks on GPUs: only Linux has NCCL, and forks its workers.
import lightning as L
import torch
from torch.utils.data import DataLoader, TensorDataset


class Model(L.LightningModule):
    def training_step(self, batch, number):
        return batch[0].sum()

    def configure_optimizers(self):
        return torch.optim.SGD(self.parameters())

    def train_dataloader(self):
        rows = TensorDataset(torch.load("rows.pt"))
        return DataLoader(rows, batch_size=8, shuffle=True, num_workers=4, collate_fn=lambda rows: rows)


if __name__ == "__main__":
    L.Trainer(accelerator="gpu", strategy="ddp", max_epochs=10).fit(Model())
