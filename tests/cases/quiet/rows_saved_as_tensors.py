# forbid: LL110 as warning
# expect: LL110 as advice
# What is loaded before training are the rows, not the state of an older run.
import torch
from torch.utils.data import DataLoader, random_split


def main(model, optimizer):
    train, held_out = random_split(torch.load("rows.pt"), [80, 20])
    for epoch in range(10):
        for batch in DataLoader(train, batch_size=8, shuffle=True):
            optimizer.zero_grad()
            model(batch).backward()
            optimizer.step()
        torch.save(model.state_dict(), f"{epoch}.pt")
    model.load_state_dict(torch.load("9.pt"))
    print(model(held_out))
