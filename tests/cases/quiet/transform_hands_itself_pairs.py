# forbid: LL312, LL313
# A transform that calls the pipeline it stands in, with more each time, until a test ends it.
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms


class Doubling:
    def __init__(self):
        self.pipeline = transforms.Compose([self])

    def __call__(self, sample):
        if isinstance(sample, tuple) and len(str(sample)) > 100:
            return 1
        return self.pipeline((sample, [sample]))


class Numbers(Dataset):
    def __init__(self, transform):
        self.transform = transform

    def __len__(self):
        return 8

    def __getitem__(self, index):
        return self.transform(index)


if __name__ == "__main__":
    for batch in DataLoader(Numbers(Doubling()), batch_size=4):
        print(batch)
