# expect: LL103
# The attribute holds a list first, and then what is made of that very list.
import torch
from PIL import Image
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms


class Images(Dataset):
    def __init__(self, paths, augments):
        self.paths = paths
        if augments:
            self.transform = [transforms.Resize(64), transforms.RandomCrop(32)]
        else:
            self.transform = [transforms.Resize(32)]
        self.transform += [transforms.RandomHorizontalFlip(), transforms.ToTensor()]
        self.transform = transforms.Compose(self.transform)

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        return self.transform(Image.open(self.paths[index]))


loader = DataLoader(Images(["a.png", "b.png"], augments=True), batch_size=2, num_workers=2)
model = torch.nn.Linear(32, 1)
optimizer = torch.optim.SGD(model.parameters(), 0.1)
for epoch in range(10):
    for batch in loader:
        optimizer.zero_grad()
        model(batch).sum().backward()
        optimizer.step()
