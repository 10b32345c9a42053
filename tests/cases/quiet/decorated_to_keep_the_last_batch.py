# forbid: LL405
# What the decorator gives makes another loader of the one that the function gives.
import functools

import torch
from torch.utils.data import DataLoader, TensorDataset


def on_all_samples(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        loader = function(*args, **kwargs)
        return DataLoader(loader.dataset, batch_size=loader.batch_size)

    return wrapper


@on_all_samples
def build(images):
    return DataLoader(images, batch_size=64, drop_last=True)


def evaluate(model, loader):
    right = 0
    model.eval()
    with torch.no_grad():
        for images, labels in loader:
            right += (model(images).argmax(1) == labels).sum().item()
    return right


if __name__ == "__main__":
    network = torch.nn.Linear(4, 2)
    data = TensorDataset(torch.rand(1000, 4), torch.randint(2, (1000,)))
    print(evaluate(network, build(data)))
