# expect: LL503
# The device is one that is given, or else the GPU: `or` leaves the one that is not None.
import torch
from torch.utils.data import DataLoader


class Trainer:
    def __init__(self, images, device=None):
        self.device = device or torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.loader = DataLoader(images, batch_size=64, shuffle=True, num_workers=2, persistent_workers=True)
        self.model = torch.nn.Linear(4, 2).to(self.device)
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=0.1)

    def fit(self):
        for epoch in range(10):
            for images in self.loader:
                self.optimizer.zero_grad()
                self.model(images.to(self.device)).sum().backward()
                self.optimizer.step()


if __name__ == "__main__":
    Trainer(torch.rand(1000, 4)).fit()
