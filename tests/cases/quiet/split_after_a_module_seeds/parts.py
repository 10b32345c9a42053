# forbid: LL110
# The program imports a module that seeds torch: each run has the same split.
from torch.utils.data import DataLoader, random_split


def loaders(rows):
    train, test = random_split(rows, [8, 2])
    return DataLoader(train, shuffle=True), DataLoader(test)
