# forbid: LL403 as warning
# The pictures are noise that a library makes up, to try the program out, and so are their labels.
import torch
from torch.utils.data import DataLoader, random_split
from torchvision.datasets import FakeData
from torchvision.transforms import ToTensor


def train(model, optimizer):
    training, _ = random_split(FakeData(1000, transform=ToTensor()), [900, 100])
    loader = DataLoader(training, batch_size=8)
    for epoch in range(10):
        for pictures, labels in loader:
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(model(pictures), labels).backward()
            optimizer.step()
