# forbid: LL305
# Few lines are left.
from torch.utils.data import DataLoader, Dataset


class Lines(Dataset):
    def __init__(self, path, number):
        lines = []
        for line in open(path):
            lines.append(line.split())
        self.lines = lines[:500]

    def __len__(self):
        return len(self.lines)

    def __getitem__(self, index):
        return self.lines[index]


loader = DataLoader(Lines("lines.txt", 100_000), num_workers=8)
