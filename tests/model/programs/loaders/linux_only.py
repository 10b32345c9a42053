"""Loaders whose workers start on some platforms only."""

import os
import platform
import sys

from torch.utils.data import DataLoader

DataLoader([1, 2], num_workers=8 if platform.system() == "Linux" else 0)  #? start=fork
DataLoader([1, 2], num_workers=0 if platform.system() != "Linux" else 8)  #? start=fork
DataLoader([1, 2], num_workers=8 if sys.platform.startswith("linux") else 0)  #? start=fork
DataLoader([1, 2], num_workers=8 if sys.platform in ("linux", "linux2") else 0)  #? start=fork
DataLoader([1, 2], num_workers=0 if "win" in sys.platform else 8)  #? start=fork  # as in darwin
DataLoader([1, 2], num_workers=0 if os.name == "nt" else 8)  #? start=?  # macOS spawns
DataLoader([1, 2], num_workers=0 if os.name == "nt" or platform.system() == "Darwin" else 8)  #? start=fork
DataLoader([1, 2], num_workers=8 if platform.system() == "Linux" and undefined else 0)  #? start=fork
DataLoader([1, 2], num_workers=8 if platform.system() == "Linux" or undefined else 0)  #? start=?
DataLoader([1, 2], num_workers=0 if platform.system() == "Linux" else 8)  #? start=?
DataLoader([1, 2], num_workers=8 if platform.system() == "Linux" else 2)  #? start=?
DataLoader([1, 2], num_workers=8 if undefined == "Linux" else 0)  #? start=?

is_linux = platform.system().lower() == "linux"
workers = 8 if is_linux else 0
DataLoader([1, 2], num_workers=workers)  #? start=fork

if not is_linux:
    DataLoader([1, 2], num_workers=8)  #? start=?
else:
    DataLoader([1, 2], num_workers=8)  #? start=fork


def build():
    if sys.platform != "linux":
        return DataLoader([1, 2])  #? start=?
    return DataLoader([1, 2], num_workers=8)  #? start=fork


def train(loader):
    return loader


if is_linux:
    build()
