# expect: LL110
# The module that the program imports seeds torch only if it is run itself.
from torch.utils.data import DataLoader, random_split


def loaders(rows):
    train, test = random_split(rows, [8, 2])
    return DataLoader(train, shuffle=True), DataLoader(test)
