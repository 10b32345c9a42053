# expect: LL110 as warning
# A helper takes up the newest checkpoint before the first epoch, if asked to.
import sys

import torch
from torch.utils.data import DataLoader, random_split


def resume(model):
    state = torch.load("newest.pt")
    model.load_state_dict(state["model"])
    return state["epoch"]


def main(rows, model, optimizer):
    first = resume(model) if "--resume" in sys.argv else 0
    train, held_out = random_split(rows, [80, 20])
    for epoch in range(first, 10):
        for batch in DataLoader(train, batch_size=8, shuffle=True):
            optimizer.zero_grad()
            model(batch).backward()
            optimizer.step()
        torch.save({"model": model.state_dict(), "epoch": epoch}, "newest.pt")
