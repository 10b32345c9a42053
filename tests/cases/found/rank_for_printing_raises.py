# expect: LL309
# The answer decides who prints, no more, but to ask for it raises where nothing says that there is a process group.
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
        should_print = dist.get_rank() == 0
        track = self.tracks[index]
        if should_print and len(track) < 10:
            print(f"short track: {index}")
        return track


def main(tracks):
    torch.multiprocessing.set_start_method("spawn")
    loader = DataLoader(Tracks(tracks), batch_size=4, shuffle=True, num_workers=4)
    for epoch in range(3):
        for batch in loader:
            print(batch.mean())


if __name__ == "__main__":
    main(torch.rand(64, 100))
