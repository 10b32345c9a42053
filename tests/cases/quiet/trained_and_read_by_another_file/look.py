import torch
from feed import feed


def main():
    model = torch.nn.Linear(4, 1).eval()
    with torch.no_grad():
        print([model(x) for (x,) in feed()])


if __name__ == "__main__":
    main()
