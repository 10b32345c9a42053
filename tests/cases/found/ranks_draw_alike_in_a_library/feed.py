# expect: LL109 as warning
# The transform of a library's dataset draws, and the program builds the loader through this function.
from torch.utils.data import DataLoader
from torch.utils.data.distributed import DistributedSampler
from torchvision import transforms
from torchvision.datasets import CIFAR10


def feed(options):
    crop = transforms.Compose([transforms.RandomResizedCrop(options.size), transforms.ToTensor()])
    images = CIFAR10("data", transform=crop)
    return DataLoader(images, sampler=DistributedSampler(images), num_workers=4)
