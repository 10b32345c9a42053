# expect: LL405 as warning
# A sampler of a library goes through the samples in order: the last ones are never evaluated.
import torch
from torch.utils.data import DataLoader, SequentialSampler, TensorDataset

model = torch.nn.Linear(1, 1)
loader = DataLoader(
    TensorDataset(torch.zeros(1000, 1)), sampler=SequentialSampler(range(1000)), batch_size=32, drop_last=True
)
model.eval()
with torch.no_grad():
    outputs = []
    for (batch,) in loader:
        outputs.append(model(batch))
