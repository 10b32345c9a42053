# forbid: LL901 as error
# It defines things alone, and no file imports it.
from torch.utils.data import DataLoader


def make_loader(rows):
    print 'rows', len(rows)
    return DataLoader(rows)
