# expect: LL405 as warning
# What is left out counts.
import torch
from torch.utils.data import DataLoader, TensorDataset

model = torch.nn.Linear(1, 1).eval()
outputs = []
with torch.no_grad():
    for (batch,) in DataLoader(TensorDataset(torch.zeros(101, 1)), batch_size=4, drop_last=True):
        outputs.append(model(batch))
