# expect: LL405
# What a decorator of the project gives calls the function with what it got, and gives what that gives: the loop is seen.
import functools
import time

import torch
from torch.utils.data import DataLoader, TensorDataset


def timed(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        start = time.time()
        result = function(*args, **kwargs)
        print(time.time() - start)
        return result

    return wrapper


def logged(name):
    def decorate(function):
        def wrapper(*args, **kwargs):
            print(name)
            return function(*args, **kwargs)

        return wrapper

    return decorate


@logged("build")
def build(images):
    return DataLoader(images, batch_size=64, drop_last=True)


@timed
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
