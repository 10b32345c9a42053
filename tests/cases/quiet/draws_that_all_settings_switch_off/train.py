# forbid: LL104 as error
# expect: LL104 as advice
# Nothing is drawn with any of the settings that come with the program.
import argparse

import numpy as np
import torch
import yaml
from torch.utils.data import DataLoader, Dataset


class Rows(Dataset):
    def __init__(self, rows, jitter):
        self.rows = rows
        self.jitter = jitter

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        row = self.rows[index]
        if self.jitter:
            row = row + np.random.normal(size=4).astype("float32")
        return row


def seed_worker(worker_id):
    np.random.seed(worker_id)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--config", required=True)
    with open(parser.parse_args().config) as file:
        config = yaml.safe_load(file)
    rows = Rows(torch.rand(100, 4).numpy(), config["data"]["jitter"])
    loader = DataLoader(rows, 8, shuffle=True, num_workers=4, worker_init_fn=seed_worker)
    model = torch.nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    for _ in range(20):
        for row in loader:
            optimizer.zero_grad()
            model(row).mean().backward()
            optimizer.step()


if __name__ == "__main__":
    main()
