# forbid: LL405
# A comprehension makes loaders that lose no sample of the other ones that one makes.
import torch
from torch.utils.data import DataLoader

parts = [torch.rand(99, 4), torch.rand(999, 4)]
loaders = [DataLoader(part, batch_size=64, drop_last=True) for part in parts]
kept = [DataLoader(loader.dataset, batch_size=64) for loader in loaders]
model = torch.nn.Linear(4, 2)
model.eval()
right = 0
with torch.no_grad():
    for images in kept[1]:
        right += model(images).argmax(1).sum().item()
print(right)
