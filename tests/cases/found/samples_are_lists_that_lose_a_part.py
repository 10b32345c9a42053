# expect: LL403 as warning
# The lists that samples are lose a part before they are given.
import torch
from torch.utils.data import DataLoader, Dataset


class Pictures(Dataset):
    def __init__(self, pictures, labels):
        self.pictures = pictures
        self.labels = labels

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, index):
        sample = [self.pictures[index], self.labels[index], index]
        sample.pop()
        return sample


def train(pictures, labels):
    model = torch.nn.Linear(12, 2)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    loader = DataLoader(Pictures(pictures, labels), batch_size=16)
    for _ in range(20):
        for step, (picture, label) in enumerate(loader):
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(model(picture), label).backward()
            optimizer.step()


if __name__ == "__main__":
    train(torch.rand(400, 12), torch.randint(2, (400,)))
