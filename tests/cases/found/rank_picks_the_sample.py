# expect: LL309
# The answer decides which sample is read.
import multiprocessing

import torch
import torch.distributed as dist
from torch.utils.data import DataLoader, Dataset


class Tracks(Dataset):
    def __init__(self, tracks):
        self.tracks = tracks

    def __len__(self):
        return len(self.tracks)

    def __getitem__(self, index):
        rank = dist.get_rank() if dist.is_initialized() else 0
        return self.tracks[(index + rank) % len(self.tracks)]


def main(tracks):
    torch.multiprocessing.set_start_method("spawn")
    loader = DataLoader(Tracks(tracks), batch_size=4, shuffle=True, num_workers=4)
    for epoch in range(3):
        for batch in loader:
            print(batch.mean())


if __name__ == "__main__":
    main(torch.rand(64, 100))
