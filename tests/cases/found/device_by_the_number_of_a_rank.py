# expect: LL503
# A number in the place of a device is that of a GPU.
import os

import torch
from torch.utils.data import DataLoader

rank = int(os.environ["LOCAL_RANK"])
model = torch.nn.Linear(1, 1).to(rank)
loader = DataLoader(torch.rand(1000, 1), batch_size=8, num_workers=4)
for _ in range(3):
    for batch in loader:
        print(model(batch.to(rank)))
