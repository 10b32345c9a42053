import torch
from data import Noisy, make_loader


def main():
    for image in Noisy(torch.zeros(1000)):
        print(image)


if __name__ == "__main__":
    main()
