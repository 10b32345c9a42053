# expect: LL405 as warning
# The samples are read.
import torch
from torch.utils.data import DataLoader, TensorDataset

model = torch.nn.Linear(4, 2)
samples = TensorDataset(torch.load("rows.pt"), torch.load("labels.pt"))
right = 0
model.eval()
with torch.no_grad():
    for rows, labels in DataLoader(samples, batch_size=64, drop_last=True):
        right += (model(rows).argmax(1) == labels).sum().item()
print(right)
