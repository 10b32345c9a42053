# forbid: LL307
# One database handle for each worker, under the number of the worker.
import lmdb
import torch
from torch.utils.data import DataLoader, Dataset, get_worker_info


class Rows(Dataset):
    def __init__(self, folder, keys):
        self.folder, self.keys = folder, keys
        self.stores = {}

    def __len__(self):
        return len(self.keys)

    def store(self):
        info = get_worker_info()
        number = info.id if info else 0
        if number not in self.stores:
            self.stores[number] = lmdb.open(self.folder, readonly=True, lock=False)
        return self.stores[number]

    def __getitem__(self, index):
        with self.store().begin() as seen:
            return torch.frombuffer(bytearray(seen.get(self.keys[index])), dtype=torch.float32)


def main(net, optimizer, keys):
    part = DataLoader(Rows("store", keys), batch_size=8, shuffle=True, num_workers=4)
    for epoch in range(50):
        for row in part:
            optimizer.zero_grad()
            net(row).sum().backward()
            optimizer.step()
