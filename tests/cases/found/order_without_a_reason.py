# expect: LL403, LL404
# comments on the lines name what is left to do, or say nothing of why
import torch
from torch.utils.data import DataLoader, TensorDataset

rows = TensorDataset(torch.rand(1000, 1))
training = DataLoader(
    rows,
    shuffle=False,  # TODO: try this with shuffle=True
    batch_size=10,
)
evaluation = DataLoader(rows, batch_size=10, shuffle=True)  # shuffled

model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for epoch in range(10):
    model.train()
    for (batch,) in training:
        optimizer.zero_grad()
        model(batch).sum().backward()
        optimizer.step()
    model.eval()
    with torch.no_grad():
        for (batch,) in evaluation:
            outputs = model(batch)
    print(outputs[:5])
