# expect: LL303 as warning
# The loader of the default choice holds a lambda. It runs on Windows, too.
import argparse

from torch.utils.data import DataLoader
from torchvision.datasets import MNIST, SVHN
from torchvision.transforms import ToTensor

parser = argparse.ArgumentParser()
parser.add_argument("--data", default="svhn")
args = parser.parse_args()
if args.data == "svhn":
    loader = DataLoader(SVHN("data", transform=lambda image: ToTensor()(image)), num_workers=4)
else:
    loader = DataLoader(MNIST("data", transform=ToTensor()), num_workers=4)
if __name__ == "__main__":
    for image, label in loader:
        print(label)
