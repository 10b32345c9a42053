# forbid: LL312
# `data` and `targets` are tensors, whatever the samples of the dataset are.
from torch.utils.data import DataLoader, Dataset
from torchvision import datasets


class Digits(Dataset):
    def __init__(self):
        digits = datasets.MNIST("data")
        self.rows, self.labels = digits.data, datasets.MNIST("data").targets

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, index):
        return self.rows[index], self.labels[index]


for batch in DataLoader(Digits()):
    print(batch)
