# forbid: LL312
# The pipeline is put together step by step; whether a tensor is made is decided by an option.
import argparse

from PIL import Image
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms


class Pictures(Dataset):
    def __init__(self, paths, transform):
        self.paths = paths
        self.transform = transform

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        image = Image.open(self.paths[index]).convert("RGB")
        return self.transform(image), index


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", type=int, default=64)
    args = parser.parse_args()
    steps = [transforms.Resize(args.size)]
    steps.append(transforms.ToTensor())
    for batch in DataLoader(Pictures(["a.png"], transforms.Compose(steps)), batch_size=4):
        print(batch)
