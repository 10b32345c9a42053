# expect: LL502
# What the loop calls on the dataset looks items up, and changes nothing that workers would have to see.
import torch
from torch.utils.data import DataLoader, Dataset


class Words(Dataset):
    def __init__(self):
        self.numbers = {"a": 1, "b": 2}
        self.words = sorted(self.numbers)

    def __len__(self):
        return len(self.words)

    def __getitem__(self, index):
        return self.words[index]

    def numbered(self, words):
        return torch.tensor([float(self.numbers[word]) for word in words])


def main():
    words = Words()
    loader = DataLoader(words, num_workers=2, shuffle=True)
    model = torch.nn.Linear(1, 1)
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    for epoch in range(10):
        for batch in loader:
            optimizer.zero_grad()
            model(words.numbered(batch)[:, None]).sum().backward()
            optimizer.step()


if __name__ == "__main__":
    main()
