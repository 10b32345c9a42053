# expect: LL104 as error
# The seed is the same in every epoch, and one of the transforms draws.
import random

from torch.utils.data import DataLoader
from torchvision import transforms
from torchvision.datasets import MNIST


def seed_worker(worker_id):
    random.seed(worker_id)


class Flipped:
    def __call__(self, image):
        return image.transpose(0) if random.random() < 0.5 else image


def digits(root):
    steps = transforms.Compose([transforms.Resize(64), Flipped(), transforms.ToTensor()])
    return MNIST(root=str(root), train=True, transform=steps)


def main(net, root):
    loader = DataLoader(digits(root), batch_size=4, shuffle=True, num_workers=4, worker_init_fn=seed_worker)
    for epoch in range(10):
        for x, y in loader:
            net(x).backward()
