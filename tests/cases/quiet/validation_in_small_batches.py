# expect: LL405 as advice
# forbid: LL405 as warning
# Training is watched by a validation: seven images more or less hardly change its figure.
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
    right = 0
    model.eval()
    with torch.no_grad():
        for images, labels in valid_loader:
            right += (model(images).argmax(1) == labels).sum().item()
    print(right)
