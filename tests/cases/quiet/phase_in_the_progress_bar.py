# forbid: LL403, LL404
"""A loop over phases goes through the loader of each in turn, and its progress bar names the phase."""

import torch
from torch.utils.data import DataLoader, TensorDataset
from tqdm import tqdm


def main():
    loaders = {
        "train": DataLoader(TensorDataset(torch.randn(512, 8), torch.randn(512, 1)), batch_size=8, shuffle=True),
        "val": DataLoader(TensorDataset(torch.randn(64, 8), torch.randn(64, 1)), batch_size=8),
    }
    model = torch.nn.Linear(8, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(10):
        for phase in ("train", "val"):
            for x, y in tqdm(loaders[phase], desc=f"{phase} of epoch {epoch}"):
                loss = torch.nn.functional.mse_loss(model(x), y)
                if phase == "train":
                    optimizer.zero_grad()
                    loss.backward()
                    optimizer.step()


if __name__ == "__main__":
    main()
