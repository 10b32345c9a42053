# expect: LL502
# One process goes through all epochs.
import multiprocessing

import torch
from torch.utils.data import DataLoader

model = torch.nn.Linear(1, 1)


def evaluate(loader):
    model.eval()
    for epoch in range(10):
        with torch.no_grad():
            for batch in loader:
                print(model(batch))


if __name__ == "__main__":
    loader = DataLoader(torch.rand(1000, 1), batch_size=10, num_workers=4)
    process = multiprocessing.Process(target=evaluate, args=(loader,))
    process.start()
    process.join()
