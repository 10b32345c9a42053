# expect: LL405
# An object puts its loaders into a list, and a loop goes through that.
import torch
from torch.utils.data import DataLoader


class Loaders:
    def __init__(self, parts):
        self.parts = []
        for part in parts:
            self.parts.append(DataLoader(part, batch_size=64, drop_last=True))


model = torch.nn.Linear(4, 2)
model.eval()
for loader in Loaders([torch.rand(99, 4), torch.rand(999, 4)]).parts:
    right = 0
    with torch.no_grad():
        for images in loader:
            right += model(images).argmax(1).sum().item()
    print(right)
