# expect: LL109
"""A list of transforms that is extended by copies of one, and called on an image by `map`."""

import torch
from torch import distributed
from torch.utils.data import DataLoader, DistributedSampler
from torchvision import datasets, transforms


class Crops(datasets.ImageFolder):
    def __init__(self, root, sizes, numbers):
        super().__init__(root)
        crops = []
        for size, number in zip(sizes, numbers):
            crop = transforms.RandomResizedCrop(size)
            crops.extend([transforms.Compose([crop, transforms.ToTensor()])] * number)
        self.crops = crops

    def __getitem__(self, index):
        image = self.loader(self.samples[index][0])
        return list(map(lambda crop: crop(image), self.crops))


def main():
    distributed.init_process_group("nccl")
    torch.manual_seed(31)
    crops = Crops("images", [224, 96], [2, 6])
    sampler = DistributedSampler(crops)
    loader = DataLoader(crops, batch_size=64, sampler=sampler, num_workers=8)
    model = torch.nn.Linear(10, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(100):
        sampler.set_epoch(epoch)
        for views in loader:
            loss = model(views[0]).sum()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()


if __name__ == "__main__":
    main()
