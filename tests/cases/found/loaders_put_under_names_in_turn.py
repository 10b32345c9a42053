# expect: LL405
# A loop puts a loader under each of two names, and another goes through the items: the one for evaluation drops samples.
import torch
from torch.utils.data import DataLoader, TensorDataset


def build(parts):
    loaders = {}
    for phase in ["train", "val"]:
        loaders[phase] = DataLoader(parts[phase], batch_size=64, shuffle=phase == "train", drop_last=True)
    return loaders


model = torch.nn.Linear(4, 2)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
samples = {
    name: TensorDataset(torch.rand(count, 4), torch.randint(2, (count,))) for name, count in [("train", 9), ("val", 99)]
}
built = build(samples)
for epoch in range(10):
    for images, labels in built["train"]:
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(model(images), labels).backward()
        optimizer.step()
    right = 0
    model.eval()
    with torch.no_grad():
        for images, labels in built["val"]:
            right += (model(images).argmax(1) == labels).sum().item()
    print(right)
    model.train()
