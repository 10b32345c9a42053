# expect: LL312
# No transform is given, so the image stays as it is.
from PIL import Image
from torch.utils.data import DataLoader, Dataset


class Scans(Dataset):
    def __init__(self, paths, transform=None):
        self.paths, self.transform = paths, transform

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        image = Image.open(self.paths[index])
        sample = {"image": image, "label": 1}
        if self.transform:
            sample["image"] = self.transform(sample["image"])
        return sample


data = Scans(["a.png"])
for batch in DataLoader(data, batch_size=4):
    print(batch)
