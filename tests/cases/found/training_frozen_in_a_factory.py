# expect: LL104
# The function that freezes noise goes to training as well.
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Speckled(Dataset):
    def __len__(self):
        return 64

    def __getitem__(self, index):
        return torch.as_tensor(np.random.normal(size=4), dtype=torch.float32)


def freeze(worker_id):
    np.random.seed(11 + worker_id)


def make(train):
    return DataLoader(Speckled(), batch_size=8, shuffle=train, num_workers=2, worker_init_fn=freeze)


def main():
    train, held_out = make(True), make(False)
    model = torch.nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    for epoch in range(5):
        model.train()
        for x in train:
            optimizer.zero_grad()
            model(x).mean().backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            print(sum(model(x).mean() for x in held_out))


if __name__ == "__main__":
    main()
