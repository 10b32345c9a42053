from records import Records
from torch.utils.data import DataLoader, Dataset


class Doubled(Dataset):
    def __init__(self, rows):
        self.rows = rows

    def __len__(self):
        return 200

    def __getitem__(self, index):
        return self.rows[index // 2]


def main(net):
    for batch in DataLoader(Doubled(Records("a.bin")), batch_size=8, num_workers=4):
        net(batch)
