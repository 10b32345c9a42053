# expect: LL406
# A script hands its function on with an argument that is given beforehand.
import functools
import torch
from torch.utils.data import DataLoader, TensorDataset

data = TensorDataset(torch.zeros(8))
n = 4

def train(epoch, size):
    loader = DataLoader(data, batch_size=size, num_workers=2)
    for batch in loader:
        print(batch)

if __name__ == "__main__":
    run = functools.partial(train, size=n)
    for epoch in range(3):
        run(epoch)
