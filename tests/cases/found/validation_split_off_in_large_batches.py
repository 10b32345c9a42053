# expect: LL405 as warning
# What is split off for the validation may be no more than a few batches.
import torch
from torch.utils.data import DataLoader, random_split
from torchvision.datasets import ImageFolder

model = torch.nn.Linear(4, 2)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
train, valid = random_split(ImageFolder("all"), [0.9, 0.1])
train_loader = DataLoader(train, batch_size=256, shuffle=True)
valid_loader = DataLoader(valid, batch_size=256, drop_last=True)
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
