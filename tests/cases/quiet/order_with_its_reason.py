# forbid: LL403, LL404
# comments on the lines say what the orders are for
import torch
from torch.utils.data import DataLoader, TensorDataset

rows = TensorDataset(torch.rand(1000, 1))
training = DataLoader(
    rows,
    shuffle=False,  # the dates of a window have to follow each other
    batch_size=10,
)
evaluation = DataLoader(rows, batch_size=10, shuffle=True)  # other samples are printed after each pass

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
