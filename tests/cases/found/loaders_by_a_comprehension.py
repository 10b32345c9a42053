# expect: LL405
# A comprehension makes a loader for each part, and one of these is gone through.
import torch
from torch.utils.data import DataLoader

parts = [torch.rand(99, 4), torch.rand(999, 4)]
loaders = [DataLoader(part, batch_size=64, drop_last=True) for part in parts]
model = torch.nn.Linear(4, 2)
model.eval()
right = 0
with torch.no_grad():
    for images in loaders[1]:
        right += model(images).argmax(1).sum().item()
print(right)
