# forbid: LL502
# Another file defines how many epochs there are by default: one.
import torch
from absl import app, flags
from torch.utils.data import DataLoader, TensorDataset

import options

FLAGS = flags.FLAGS


def main(argv):
    rows = TensorDataset(torch.rand(64, 4))
    loader = DataLoader(rows, batch_size=8, shuffle=True, num_workers=2)
    model = torch.nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    for epoch in range(FLAGS.epochs):
        for (x,) in loader:
            optimizer.zero_grad()
            model(x).mean().backward()
            optimizer.step()


if __name__ == "__main__":
    app.run(main)
