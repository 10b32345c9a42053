# forbid: LL104
# The seed is the same in every epoch, but the transforms are all seen, and none of them draws.
import random

from torch.utils.data import DataLoader
from torchvision import transforms
from torchvision.datasets import MNIST


def seed_worker(worker_id):
    random.seed(worker_id)


def digits(root):
    steps = transforms.Compose([transforms.Resize(64), transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))])
    return MNIST(root=str(root), train=True, transform=steps)


def main(net, root):
    loader = DataLoader(digits(root), batch_size=4, shuffle=True, num_workers=4, worker_init_fn=seed_worker)
    for epoch in range(10):
        for x, y in loader:
            net(x).backward()
