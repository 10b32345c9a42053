# expect: LL404
# A whole pass is counted out, and its batches are taken by hand.
import torch
from torch.utils.data import DataLoader, Dataset


class Rows(Dataset):
    def __len__(self):
        return 800

    def __getitem__(self, index):
        return torch.full((3,), float(index)), torch.ones(1)


def accuracy(loader, model):
    right = 0
    with torch.no_grad():
        batches = iter(loader)
        for _ in range(len(loader)):
            rows, labels = next(batches)
            right += (model(rows).round() == labels).sum().item()
    return right / len(loader.dataset)


def main():
    model = torch.nn.Linear(3, 1)
    test = DataLoader(Rows(), batch_size=4, shuffle=True)
    model.eval()
    print(accuracy(test, model))


if __name__ == "__main__":
    main()
