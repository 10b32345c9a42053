# expect: LL104 as advice
# The seed is the same in every epoch, and one of the transforms is not seen.
import random

from torch.utils.data import DataLoader
from torchvision import transforms
from torchvision.datasets import MNIST


def seed_worker(worker_id):
    random.seed(worker_id)


def digits(root, further):
    steps = transforms.Compose([transforms.Resize(64), transforms.ToTensor(), further])
    return MNIST(root=str(root), train=True, transform=steps)


def main(net, root):
    loader = DataLoader(digits(root, net.further), batch_size=4, shuffle=True, num_workers=4, worker_init_fn=seed_worker)
    for epoch in range(10):
        for x, y in loader:
            net(x).backward()
