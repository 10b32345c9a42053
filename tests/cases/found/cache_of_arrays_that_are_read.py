# expect: LL307
# Each file is read as a whole, and read again in every epoch.
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Tracks(Dataset):
    def __init__(self, paths):
        self.paths = paths
        self.maps = {}

    def __len__(self):
        return len(self.paths)

    def _mapped(self, index):
        if index not in self.maps:
            mapped = np.fromfile(self.paths[index], dtype="float32")
            self.maps[index] = mapped.reshape(-1, 4)
        return self.maps[index]

    def __getitem__(self, index):
        return torch.tensor(self._mapped(index)[:8])


def main(paths):
    loader = DataLoader(Tracks(paths), batch_size=8, shuffle=True, num_workers=4)
    model = torch.nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(10):
        for track in loader:
            optimizer.zero_grad()
            model(track).mean().backward()
            optimizer.step()


if __name__ == "__main__":
    main([f"{number}.bin" for number in range(100)])
