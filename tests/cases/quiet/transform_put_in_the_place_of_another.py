# forbid: LL109, LL102, LL103
"""A dataset of a library is made with an augmentation, and gets a plain transform in its place."""

import torch
from torch import distributed
from torch.utils.data import DataLoader, DistributedSampler
from torchvision import datasets, transforms


def main():
    distributed.init_process_group("nccl")
    torch.manual_seed(31)
    training = datasets.ImageFolder("images/train", transforms.RandomResizedCrop(224))
    validation = datasets.ImageFolder("images/val")
    training.transform = transforms.Compose([transforms.CenterCrop(224), transforms.ToTensor()])
    validation.transform = transforms.Compose([transforms.CenterCrop(224), transforms.ToTensor()])
    sampler = DistributedSampler(training)
    loader = DataLoader(training, batch_size=64, sampler=sampler, num_workers=8)
    model = torch.nn.Linear(10, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(100):
        sampler.set_epoch(epoch)
        for images, labels in loader:
            loss = model(images).sum()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    model.eval()
    with torch.no_grad():
        for images, labels in DataLoader(validation, batch_size=64, num_workers=8):
            print(model(images))


if __name__ == "__main__":
    main()
