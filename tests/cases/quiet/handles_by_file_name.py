# forbid: LL307
# Archives stay open once they are: what is kept is an open file, under the name of it.
import io
import zipfile

import torch
from torch.utils.data import DataLoader, Dataset


class Archived(Dataset):
    def __init__(self, entries):
        self.entries = entries
        self._open = {}

    def __len__(self):
        return len(self.entries)

    def __getitem__(self, index):
        archive, name = self.entries[index]
        file = self._open.get(archive)
        if file is None:
            file = self._open[archive] = zipfile.ZipFile(archive)
        return torch.load(io.BytesIO(file.read(name)))


def main(net, optimizer, entries):
    part = DataLoader(Archived(entries), batch_size=8, shuffle=True, num_workers=4)
    for epoch in range(50):
        for row in part:
            optimizer.zero_grad()
            net(row).sum().backward()
            optimizer.step()
