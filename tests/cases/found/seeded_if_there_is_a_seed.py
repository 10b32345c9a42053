# expect: LL108
import argparse

import torch
from torch.utils.data import DataLoader


def main(model, optimizer, rows):
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int)
    args = parser.parse_args()
    train = DataLoader(rows, batch_size=8, shuffle=True)
    for epoch in range(5):
        if args.seed is not None:
            torch.manual_seed(args.seed)
        for x in train:
            optimizer.zero_grad()
            model(x).mean().backward()
            optimizer.step()
