# forbid: LL404, LL405
# A library that is not known may train on what it is given, so the evaluation may not be all there is.
import torch
from elsewhere import Engine
from torch.utils.data import DataLoader, TensorDataset

engine = Engine()
rows = TensorDataset(torch.rand(1000, 4), torch.rand(1000, 1))
valid = DataLoader(rows, batch_size=16, shuffle=True, drop_last=True)
model = torch.nn.Linear(4, 1)
engine.fit(model, valid)
for epoch in range(10):
    total = 0.0
    model.eval()
    with torch.no_grad():
        for x, y in valid:
            total += (model(x) - y).square().sum()
    print(total)
