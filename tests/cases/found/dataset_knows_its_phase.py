# expect: LL403
# The dataset knows the phase that it is asked for.
import torch
from torch.utils.data import DataLoader, Dataset


class Scans(Dataset):
    def __init__(self, scans, phase="train"):
        if phase not in ["train", "valid"]:
            raise ValueError(f"no such phase: {phase}")
        self.scans = scans

    def __len__(self):
        return len(self.scans)

    def __getitem__(self, index):
        return self.scans[index]


def train(scans):
    data = Scans(scans, phase="valid")
    loader = DataLoader(data, batch_size=8)
    model = torch.nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(30):
        for scan in loader:
            optimizer.zero_grad()
            model(scan).mean().backward()
            optimizer.step()


if __name__ == "__main__":
    train(torch.rand(100, 4))
