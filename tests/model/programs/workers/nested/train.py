"""Item code in other files: datasets that hold datasets, transforms that hold transforms."""

from data import Base, Pairs
from torch.utils.data import ConcatDataset, DataLoader, Subset
from transforms import Chain, Shift

DataLoader(Pairs(Subset(Base(), [0, 1])))
DataLoader(ConcatDataset([Base(Chain([Shift(0.5)]))]))
