# forbid: LL405 as warning, LL405 as error
# A comment says that it is meant.
import torch
from torch.utils.data import DataLoader, TensorDataset

model = torch.nn.Linear(1, 1)
"""
With drop_last=True all batches have one size.
"""
train_rows = TensorDataset(torch.rand(100, 1))
loader = DataLoader(TensorDataset(torch.rand(1000, 1)), batch_size=32, drop_last=True)
model.eval()
with torch.no_grad():
    for (batch,) in loader:
        print(model(batch))
