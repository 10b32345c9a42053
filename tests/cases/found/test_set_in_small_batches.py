# expect: LL405 as warning
# The figure for the test set is what the program tells, and up to seven images are missing from it.
import torch
from torch.utils.data import DataLoader
from torchvision.datasets import ImageFolder

model = torch.nn.Linear(4, 2)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
train_loader = DataLoader(ImageFolder("train"), batch_size=8, shuffle=True)
test_loader = DataLoader(ImageFolder("test"), batch_size=8, drop_last=True)
for epoch in range(10):
    model.train()
    for images, labels in train_loader:
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(model(images), labels).backward()
        optimizer.step()
right = 0
model.eval()
with torch.no_grad():
    for images, labels in test_loader:
        right += (model(images).argmax(1) == labels).sum().item()
print(right)
