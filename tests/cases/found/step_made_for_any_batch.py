# expect: LL405 as warning
# The step makes a state of the size that the batch has.
import lightning
import torch
from torch.utils.data import DataLoader, TensorDataset


class Recurrent(lightning.LightningModule):
    def __init__(self, batch_size=32):
        super().__init__()
        self.batch_size = batch_size
        self.net = torch.nn.LSTM(1, 8)

    def test_step(self, batch, number):
        state = torch.zeros(1, len(batch[0]), 8)
        self.log("sum", self.net(batch[0], (state, state))[0].sum())

    def test_dataloader(self):
        return DataLoader(TensorDataset(torch.zeros(1000, 5, 1)), batch_size=self.batch_size, drop_last=True)


lightning.Trainer().test(Recurrent())
