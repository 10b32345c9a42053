# forbid: LL503
# An object around the loader leaves each batch where it is before it hands it on.
import torch
from torch.utils.data import DataLoader, TensorDataset


def to_device(part, device):
    if isinstance(part, list):
        return [to_device(one, device) for one in part]
    return part.to(device, non_blocking=True)


class Moving:
    def __init__(self, loader, device):
        self.loader = loader
        self.device = device

    def __iter__(self):
        for batch in self.loader:
            yield to_device(batch, self.device)


def fit(model, batches):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(10):
        for images, labels in batches:
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(model(images), labels).backward()
            optimizer.step()


if __name__ == "__main__":
    gpu = torch.device("cpu")
    data = TensorDataset(torch.rand(1000, 4), torch.randint(2, (1000,)))
    loading = DataLoader(data, batch_size=64, shuffle=True, num_workers=2, persistent_workers=True)
    fit(torch.nn.Linear(4, 2).to(gpu), Moving(loading, gpu))
