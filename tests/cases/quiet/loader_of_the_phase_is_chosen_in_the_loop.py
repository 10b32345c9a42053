# forbid: LL403
"""Each turn of a loop over phases chooses its loader: the one for validation is trained on in none."""

import torch
from torch.utils.data import DataLoader, TensorDataset
from tqdm import tqdm


def rows():
    return TensorDataset(torch.randn(512, 8), torch.randn(512, 1))


def main():
    training = DataLoader(rows(), batch_size=8, shuffle=True)
    held_out = DataLoader(rows(), batch_size=8)
    model = torch.nn.Linear(8, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(10):
        for phase in ["train", "val"]:
            if phase == "train":
                model.train()
                loader = training
            else:
                model.eval()
                loader = held_out
            for x, y in tqdm(loader, desc=f"{phase} {epoch}"):
                loss = torch.nn.functional.mse_loss(model(x), y)
                if phase == "train":
                    optimizer.zero_grad()
                    loss.backward()
                    optimizer.step()
        train = epoch % 5 != 4
        some = training if train else held_out
        for x, y in some:
            loss = torch.nn.functional.mse_loss(model(x), y)
            if train:
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()


if __name__ == "__main__":
    main()
