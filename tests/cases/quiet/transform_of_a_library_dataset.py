# forbid: LL101, LL103, LL109
# Transforms that draw nothing, or that are no transforms.
import torch
import torch.distributed
from torch.utils.data import DataLoader, DistributedSampler
from torchvision import transforms
from torchvision.datasets import CIFAR10

torch.distributed.init_process_group("nccl")
torch.manual_seed(0)
torch.use_deterministic_algorithms(True)
small = CIFAR10("data", train=True, transform=transforms.Compose([transforms.CenterCrop(32), transforms.ToTensor()]))
cropped = DataLoader(small, batch_size=8, num_workers=4, sampler=DistributedSampler(small))
