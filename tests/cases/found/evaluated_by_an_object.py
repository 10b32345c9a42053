# expect: LL405
# An object that is called evaluates: its `__call__` switches gradients off.
import torch
from torch.utils.data import DataLoader, Dataset


class Rows(Dataset):
    def __len__(self):
        return 100

    def __getitem__(self, index):
        return torch.rand(4)


class Evaluation:
    def __init__(self, net):
        self.net = net

    @torch.no_grad()
    def __call__(self, batch):
        return self.net(batch).mean()


def main():
    evaluate = Evaluation(torch.nn.Linear(4, 1))
    loader = DataLoader(Rows(), batch_size=16, drop_last=True)
    for _ in range(10):
        for batch in loader:
            print(evaluate(batch))


main()
