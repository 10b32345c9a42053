"""A program whose seed another function knows."""

import argparse

import torch
from torch.utils.data import DataLoader


def build():
    loader = DataLoader([1, 2], shuffle=True)
    return loader


def main(args):
    torch.manual_seed(args.seed + 1)  #? seeds torch, loader with ?; seeds torch, here with args.seed + 1
    here = DataLoader([1, 2])
    return here, build()


parser = argparse.ArgumentParser()
parser.add_argument("--seed", type=int, default=0)
main(parser.parse_args())
