# expect: LL901 as error
# It defines things alone, for the program to import.
from torch.utils.data import DataLoader


def make_loader(rows):
    print('rows', len(rows)
    return DataLoader(rows)
