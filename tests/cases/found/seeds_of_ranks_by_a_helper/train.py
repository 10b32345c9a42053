# expect: LL109
# The function that seeds stands in a file that knows nothing of loaders.
import torch
import torch.distributed as dist
from helpers import start_anew
from torch.utils.data import DataLoader
from torch.utils.data.distributed import DistributedSampler
from torchvision.datasets import ImageFolder
from torchvision.transforms import Compose, RandomCrop, ToTensor

start_anew(7)
dist.init_process_group("nccl")
images = ImageFolder("images", Compose([RandomCrop(64), ToTensor()]))
sampler = DistributedSampler(images)
loader = DataLoader(images, batch_size=8, sampler=sampler, num_workers=4)
model = torch.nn.Flatten()
for epoch in range(20):
    sampler.set_epoch(epoch)
    for batch, _ in loader:
        model(batch).mean().backward()
