# expect: LL303 as warning
# Nothing makes the data module but a file for LightningCLI, which asks for workers. It runs on Windows, too.
import lightning as L
from torch.utils.data import DataLoader


class Rows(L.LightningDataModule):
    def __init__(self, workers, transforms):
        super().__init__()
        self.workers = workers
        self.transforms = transforms

    def train_dataloader(self):
        return DataLoader(range(100), 8, shuffle=True, num_workers=self.workers, collate_fn=lambda rows: rows)
