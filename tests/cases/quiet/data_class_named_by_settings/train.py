# forbid: LL502
# The settings that the user chooses have torch keep the workers.
import argparse
import json

import data
import torch

parser = argparse.ArgumentParser()
parser.add_argument("--config", default=None)
parser.add_argument("--resume", default=None)
args = parser.parse_args()
if args.config:
    config = json.load(open(args.config))
elif args.resume:
    config = torch.load(args.resume)["config"]
else:
    raise SystemExit("either settings or a checkpoint")


def train(config):
    loader = getattr(data, config["data"]["type"])(config["data"]).loader()
    model = torch.nn.Linear(3, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(10):
        for (batch,) in loader:
            optimizer.zero_grad()
            model(batch).mean().backward()
            optimizer.step()


train(config)
