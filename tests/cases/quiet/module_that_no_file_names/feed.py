# expect: LL201 as advice
# No file names this module, and the project has a program.
from torch.utils.data import DataLoader


def create_loader(rows):
    return DataLoader(rows, num_workers=0, persistent_workers=True)
