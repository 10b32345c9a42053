# expect: LL403 as warning
# What a batch lacks is put in before it is taken apart.
import torch
from torch.utils.data import DataLoader, Dataset


class Pictures(Dataset):
    def __init__(self, pictures, labels):
        self.pictures = pictures
        self.labels = labels

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, index):
        return self.pictures[index], self.labels[index], index


def train(pictures, labels):
    model = torch.nn.Linear(12, 2)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    loader = DataLoader(Pictures(pictures, labels), batch_size=16)
    for _ in range(20):
        for batch in loader:
            if len(batch) == 3:
                batch = batch[:2]
            picture, label = batch
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(model(picture), label).backward()
            optimizer.step()


if __name__ == "__main__":
    train(torch.rand(400, 12), torch.randint(2, (400,)))
