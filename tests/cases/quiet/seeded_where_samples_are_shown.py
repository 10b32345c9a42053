# forbid: LL108
# What is shown now and then is drawn from a seed of its own; the order of the next epoch comes long after that.
import torch
from torch.utils.data import DataLoader


def show(model, seed):
    torch.manual_seed(seed)
    return model(torch.rand(1, 4))


def main(model, optimizer, rows, seed):
    train = DataLoader(rows, batch_size=8, shuffle=True)
    step = 0
    for epoch in range(5):
        for x in train:
            optimizer.zero_grad()
            model(x).mean().backward()
            optimizer.step()
            step += 1
            if step % 500 == 0:
                print(show(model, seed))
