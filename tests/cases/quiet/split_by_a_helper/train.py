import torch

from parts import split

if __name__ == "__main__":
    torch.manual_seed(0)
    train_set, held_out = split(range(100))
