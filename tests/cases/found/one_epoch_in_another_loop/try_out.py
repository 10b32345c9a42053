import torch
from torch.utils.data import TensorDataset
from trainer import Trainer

if __name__ == "__main__":
    Trainer(TensorDataset(torch.rand(64, 4)), 0).try_out()
