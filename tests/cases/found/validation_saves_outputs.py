# expect: LL405 as warning
# What the model gives is saved, and is missing for up to seven images.
import torch
from torch.utils.data import DataLoader
from torchvision.datasets import ImageFolder

model = torch.nn.Linear(4, 2)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
train_loader = DataLoader(ImageFolder("train"), batch_size=8, shuffle=True)
valid_loader = DataLoader(ImageFolder("valid"), batch_size=8, drop_last=True)
for epoch in range(10):
    model.train()
    for images, labels in train_loader:
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(model(images), labels).backward()
        optimizer.step()
    outputs = []
    model.eval()
    with torch.no_grad():
        for images, labels in valid_loader:
            outputs.append(model(images))
    torch.save(torch.cat(outputs), "outputs.pt")
