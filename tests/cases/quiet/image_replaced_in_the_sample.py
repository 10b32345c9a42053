# forbid: LL312, LL313
# The image that the dict is made with becomes a tensor under the same key, as a tutorial of torch does it.
from PIL import Image
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms


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


data = Scans(["a.png"], transform=transforms.ToTensor())
for batch in DataLoader(data, batch_size=4):
    print(batch)
