# expect: LL403 as warning
# Real pictures, of which a part is trained on in one order.
import torch
from torch.utils.data import DataLoader, random_split
from torchvision.datasets import CIFAR10
from torchvision.transforms import ToTensor


def train(model, optimizer):
    training, _ = random_split(CIFAR10("pictures", transform=ToTensor()), [900, 100])
    loader = DataLoader(training, batch_size=8)
    for epoch in range(10):
        for pictures, labels in loader:
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(model(pictures), labels).backward()
            optimizer.step()
