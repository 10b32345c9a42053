# forbid: LL109
# As in `ranks_of_monai_seeded_alike`, but each rank has its own seed.
import torch
import torch.distributed as dist
from monai.data import DataLoader, Dataset
from monai.transforms import Compose, LoadImaged, RandFlipd
from monai.utils import set_determinism
from torch.utils.data.distributed import DistributedSampler

dist.init_process_group("nccl")
set_determinism(seed=3 + dist.get_rank())
steps = Compose([LoadImaged(keys=["image"]), RandFlipd(keys=["image"], prob=0.5)])
scans = Dataset([{"image": f"{number}.nii"} for number in range(90)], transform=steps)
sampler = DistributedSampler(scans)
loader = DataLoader(scans, batch_size=2, sampler=sampler, num_workers=4)
model = torch.nn.Flatten()
for epoch in range(20):
    sampler.set_epoch(epoch)
    for batch in loader:
        model(batch["image"]).mean().backward()
