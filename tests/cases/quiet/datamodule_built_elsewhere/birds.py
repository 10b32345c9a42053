import lightning as L
from torch.utils.data import DataLoader


class Birds(L.LightningDataModule):
    def __init__(self, rows, workers=4):
        super().__init__()
        self.rows, self.workers = rows, workers

    def train_dataloader(self):
        return DataLoader(self.rows, batch_size=8, shuffle=True, num_workers=self.workers)

    def test_dataloader(self):
        return DataLoader(self.rows, batch_size=8, num_workers=self.workers, drop_last=True)
