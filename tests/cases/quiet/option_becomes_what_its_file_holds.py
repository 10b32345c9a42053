# forbid: LL402
# As in the program of the same name, but the sampler is told the epoch.
import argparse

import torch
import yaml
from torch.utils.data import DataLoader
from torch.utils.data.distributed import DistributedSampler
from torchvision.datasets import ImageFolder


def make_loader(spec, kind=""):
    if spec is None:
        return None
    images = ImageFolder(spec["folder"])
    sampler = DistributedSampler(images, shuffle=(kind == "train"))
    if kind == "train":
        loader = DataLoader(images, batch_size=spec["batch_size"], sampler=sampler, num_workers=8)
    else:
        loader = DataLoader(images, batch_size=spec["batch_size"], num_workers=8)
    return loader


def make_loaders():
    train_loader = make_loader(config.get("training"), kind="train")
    val_loader = make_loader(config.get("validation"), kind="val")
    return train_loader, val_loader


def main(args):
    global config
    config = args.config
    torch.distributed.init_process_group("nccl")
    train_loader, val_loader = make_loaders()
    model = torch.nn.Linear(1, 1)
    optimizer = torch.optim.SGD(model.parameters())
    for epoch in range(config["epochs"]):
        train_loader.sampler.set_epoch(epoch)
        for batch, _ in train_loader:
            optimizer.zero_grad()
            model(batch).mean().backward()
            optimizer.step()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--config")
    args = parser.parse_args()
    with open(args.config) as file:
        args.config = yaml.safe_load(file)
    main(args)
