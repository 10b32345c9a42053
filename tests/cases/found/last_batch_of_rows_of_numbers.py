# expect: LL405 as warning
# Nothing is said of the option.
import torch
from torch.utils.data import DataLoader, TensorDataset

model = torch.nn.Linear(1, 1)
"""
All rows are numbers.
"""
train_rows = TensorDataset(torch.zeros(100, 1))
loader = DataLoader(TensorDataset(torch.zeros(1000, 1)), batch_size=32, drop_last=True)
model.eval()
with torch.no_grad():
    for (batch,) in loader:
        print(model(batch))
