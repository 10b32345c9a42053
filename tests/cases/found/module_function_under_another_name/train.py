import torch
from data import make_loader as build


def main(load):
    for batch in load(torch.zeros(1000)):
        print(batch)


if __name__ == "__main__":
    main(build)
