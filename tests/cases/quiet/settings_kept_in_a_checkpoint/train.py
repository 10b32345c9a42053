# forbid: LL502
# The settings say that nothing is loaded by workers, told and saved as they are.
import torch
import yaml
from torch.utils.data import DataLoader, TensorDataset

with open("settings.yaml") as file:
    settings = yaml.safe_load(file)
print(f"settings: {settings}")
data = settings["data"]
loader = DataLoader(TensorDataset(torch.load("rows.pt")), shuffle=True, num_workers=data["workers"])
model = torch.nn.Linear(8, 1)
optimizer = torch.optim.SGD(model.parameters())
for epoch in range(settings["epochs"]):
    for (batch,) in loader:
        optimizer.zero_grad()
        model(batch).sum().backward()
        optimizer.step()
    torch.save({"model": model.state_dict(), "settings": settings}, f"{epoch}.pt")
