# expect: LL312 as warning
# The loader reads images as they are by default, and others with an option alone.
import argparse

import torch
from PIL import Image
from torch.utils.data import DataLoader, Dataset


class Images(Dataset):
    def __init__(self, paths):
        self.paths = paths

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        return Image.open(self.paths[index])


class Tensors(Dataset):
    def __init__(self, paths):
        self.paths = paths

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        return torch.load(self.paths[index])


def main(paths):
    parser = argparse.ArgumentParser()
    parser.add_argument("--tensors", dest="images", action="store_false")
    args = parser.parse_args()
    dataset = Images(paths) if args.images else Tensors(paths)
    for batch in DataLoader(dataset, batch_size=4):
        print(batch)
