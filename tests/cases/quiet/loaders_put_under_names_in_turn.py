# forbid: LL405
# A loop puts a loader under each of two names, and the one for evaluation is replaced by one that keeps all samples.
import torch
from torch.utils.data import DataLoader, TensorDataset


def build(parts):
    loaders = {}
    for phase in ["train", "val"]:
        loaders[phase] = DataLoader(parts[phase], batch_size=64, shuffle=phase == "train", drop_last=True)
    loaders["val"] = DataLoader(parts["val"], batch_size=64)
    return loaders


model = torch.nn.Linear(4, 2)
samples = {"train": TensorDataset(torch.rand(990, 4)), "val": TensorDataset(torch.rand(99, 4))}
right = 0
model.eval()
with torch.no_grad():
    for (images,) in build(samples)["val"]:
        right += model(images).argmax(1).sum().item()
print(right)
