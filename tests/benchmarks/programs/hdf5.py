"""Train on small volumes of an HDF5 file: `python hdf5.py FILE [WORKERS [PREFETCH [PERSISTENT]]]`."""

import sys
import time

import h5py
import torch
from torch.utils.data import DataLoader, Dataset


class Volumes(Dataset):
    def __init__(self, path):
        self.path = path
        self.file = None
        with h5py.File(path) as file:
            self.length = len(file["volumes"])

    def __len__(self):
        return self.length

    def __getitem__(self, index):
        if self.file is None:
            self.file = h5py.File(self.path)
        return torch.from_numpy(self.file["volumes"][index]).float(), index % 4


def main():
    path, *given = sys.argv[1:]
    workers, prefetch, persistent = [*map(int, given), *(8, 2, 0)[len(given) :]]
    options = {"prefetch_factor": prefetch, "persistent_workers": bool(persistent)} if workers else {}
    loader = DataLoader(Volumes(path), batch_size=32, shuffle=True, num_workers=workers, **options)
    torch.set_num_threads(1)
    model = torch.nn.Sequential(torch.nn.AvgPool3d(4), torch.nn.Flatten(), torch.nn.Linear(64, 4))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    begun = time.monotonic()
    for _ in range(2):
        for volumes, labels in loader:
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(model(volumes[:, None]), labels).backward()
            optimizer.step()
    print(f"seconds {time.monotonic() - begun:.2f}")


if __name__ == "__main__":
    main()
