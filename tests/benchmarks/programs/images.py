"""Train a small network on a folder of JPEGs: `python images.py FOLDER [WORKERS [PREFETCH [PERSISTENT]]]`."""

import random
import sys
import time
from pathlib import Path

import torch
from PIL import Image
from torch.utils.data import DataLoader, Dataset


class Compose:
    def __init__(self, transforms):
        self.transforms = transforms

    def __call__(self, image):
        for transform in self.transforms:
            image = transform(image)
        return image


class RandomCrop:
    def __init__(self, size):
        self.size = size

    def __call__(self, image):
        side = random.randint(min(image.size) // 2, min(image.size))
        left, top = (random.randint(0, edge - side) for edge in image.size)
        return image.resize((self.size, self.size), Image.BILINEAR, box=(left, top, left + side, top + side))


class RandomFlip:
    def __call__(self, image):
        return image.transpose(Image.FLIP_LEFT_RIGHT) if random.random() < 0.5 else image


def to_tensor(image):
    tensor = torch.frombuffer(bytearray(image.tobytes()), dtype=torch.uint8)
    return tensor.view(image.height, image.width, 3).permute(2, 0, 1).float() / 255


class Normalize:
    def __call__(self, tensor):
        return (tensor - 0.45) / 0.25


class Folder(Dataset):
    def __init__(self, folder, transform):
        self.paths = sorted(Path(folder).rglob("*.jpg"))
        self.transform = transform

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        image = Image.open(self.paths[index]).convert("RGB")
        return self.transform(image), index % 10


def main():
    folder, *given = sys.argv[1:]
    workers, prefetch, persistent = [*map(int, given), *(0, 2, 0)[len(given) :]]
    options = {"prefetch_factor": prefetch, "persistent_workers": bool(persistent)} if workers else {}
    dataset = Folder(folder, Compose([RandomCrop(128), RandomFlip(), to_tensor, Normalize()]))
    loader = DataLoader(dataset, batch_size=32, shuffle=True, num_workers=workers, **options)
    torch.set_num_threads(1)
    model = torch.nn.Sequential(
        torch.nn.Conv2d(3, 8, 7, stride=4), torch.nn.ReLU(), torch.nn.AdaptiveAvgPool2d(4), torch.nn.Flatten(),
        torch.nn.Linear(128, 10),
    )  # fmt: skip
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    begun = time.monotonic()
    for _ in range(2):
        for images, labels in loader:
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(model(images), labels).backward()
            optimizer.step()
    print(f"seconds {time.monotonic() - begun:.2f}")


if __name__ == "__main__":
    main()
