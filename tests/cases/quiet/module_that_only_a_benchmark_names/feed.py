from torch.utils.data import DataLoader


def create_loader(rows):
    return DataLoader(rows, num_workers=0, persistent_workers=True)
