# forbid: LL303 as warning, LL303 as error
# Nothing makes the provider but settings that name it, and these ask for no workers. It runs on Windows, too.
from torch.utils.data import DataLoader


class Provider:
    def __init__(self, workers, size):
        self.workers = workers
        self.size = size

    def training(self, rows):
        return DataLoader(rows, self.size, shuffle=True, num_workers=self.workers, collate_fn=lambda rows: rows)
