# expect: LL101, LL109
# The datasets of torchvision, and `with_transform`, call what they are given for every sample.
import numpy as np
import torch
import torch.distributed
from datasets import load_dataset
from torch.utils.data import DataLoader, DistributedSampler
from torchvision import transforms
from torchvision.datasets import CIFAR10


class AddNoise:
    def __init__(self):
        self.rng = np.random.default_rng()

    def __call__(self, examples):
        return examples + self.rng.normal()


torch.distributed.init_process_group("nccl")
torch.manual_seed(0)
crop = transforms.Compose([transforms.RandomCrop(32, padding=4), transforms.ToTensor()])
small = CIFAR10("data", train=True, transform=crop)
cropped = DataLoader(small, batch_size=8, num_workers=4, sampler=DistributedSampler(small))
noisy = DataLoader(load_dataset("beans", split="train").with_transform(AddNoise()), num_workers=4, shuffle=True)
