# expect: LL403
import lightning as L
import torch
from torch.utils.data import DataLoader, TensorDataset


class Model(L.LightningModule):
    def training_step(self, batch, number):
        return batch[0].sum()

    def configure_optimizers(self):
        return torch.optim.SGD(self.parameters())

    def train_dataloader(self):
        return DataLoader(TensorDataset(torch.load("rows.pt")), batch_size=8)


L.Trainer(accelerator="gpu", devices=2, strategy="ddp", use_distributed_sampler=False, max_epochs=10).fit(Model())
