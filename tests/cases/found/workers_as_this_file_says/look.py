import torch
from rows import make_loader

if __name__ == "__main__":
    for row in make_loader(torch.rand(60, 4), 0):
        print(row)
