import torch
from torch.utils.data import TensorDataset
from trainer import Config, Trainer

if __name__ == "__main__":
    Trainer(TensorDataset(torch.rand(64, 4)), Config(epochs=1)).fit()
