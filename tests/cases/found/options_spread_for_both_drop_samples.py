# expect: LL405
# One dict gives both loaders their options, and the one for evaluation drops samples for that.
import torch
from torch.utils.data import DataLoader


def main():
    options = {"batch_size": 64, "drop_last": True}
    train = DataLoader(torch.rand(999, 4), shuffle=True, **options)
    held_out = DataLoader(torch.rand(99, 4), **options)
    model = torch.nn.Linear(4, 2)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(10):
        model.train()
        for images in train:
            optimizer.zero_grad()
            model(images).sum().backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            print(sum(model(images).argmax(1).sum().item() for images in held_out))


main()
