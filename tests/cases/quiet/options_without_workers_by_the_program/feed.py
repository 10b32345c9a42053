from torch.utils.data import DataLoader


class Feed:
    def __init__(self, options):
        self.loader = DataLoader(range(100), num_workers=int(options.workers))

    def __iter__(self):
        for batch in self.loader:
            yield batch
