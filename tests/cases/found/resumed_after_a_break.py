# expect: LL416
"""A run may end in the middle of an epoch, and saves how far it has come: a resumed run skips other batches."""

import os
import time

import torch
from torch.utils.data import DataLoader, TensorDataset

CHECKPOINT = "last.pt"


def main():
    rows = TensorDataset(torch.randn(512, 8), torch.randn(512, 1))
    training = DataLoader(rows, batch_size=8, shuffle=True)
    model = torch.nn.Linear(8, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    start_epoch = start_batch = 0
    if os.path.exists(CHECKPOINT):
        state = torch.load(CHECKPOINT)
        model.load_state_dict(state["model"])
        start_epoch, start_batch = state["epoch"], state["batch"]
    for epoch in range(start_epoch, 10):
        for i, (x, y) in enumerate(training):
            if i < start_batch:
                continue
            loss = torch.nn.functional.mse_loss(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            if time.time() > 1e10:
                break
        torch.save({"model": model.state_dict(), "epoch": epoch, "batch": i}, CHECKPOINT)


if __name__ == "__main__":
    main()
