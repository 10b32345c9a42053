# forbid: LL104
# Noise of an evaluation, frozen by the number of the worker; the training loader has none of it.
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Speckled(Dataset):
    def __len__(self):
        return 64

    def __getitem__(self, index):
        return torch.as_tensor(np.random.normal(size=4), dtype=torch.float32)


def check(model, loader):
    model.eval()
    with torch.no_grad():
        return sum(model(x).mean() for x in loader)


def main():
    train = DataLoader(Speckled(), batch_size=8, shuffle=True, num_workers=2)
    held_out = DataLoader(Speckled(), batch_size=8, num_workers=2, worker_init_fn=lambda number: np.random.seed(number))
    model = torch.nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    for epoch in range(5):
        model.train()
        for x in train:
            optimizer.zero_grad()
            model(x).mean().backward()
            optimizer.step()
        print(check(model, held_out))


if __name__ == "__main__":
    main()
