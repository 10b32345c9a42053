"""Datasets of a loader: of which kind, and behind which wrappers."""

import torch
import torchvision
from torch.utils.data import ChainDataset, ConcatDataset, DataLoader, Dataset, IterableDataset, Subset, TensorDataset, random_split


class Images(Dataset):
    def __getitem__(self, index):
        return index


class Cropped(Images):
    pass


class Lines(IterableDataset):
    def __iter__(self):
        yield from open("lines.txt")


class Plain:
    def __getitem__(self, index):
        return index


DataLoader(Images())  #? dataset=Images() datasets=Images() numbered=yes iterable=no
DataLoader(Cropped())  #? dataset=Cropped() numbered=yes iterable=no
DataLoader(Lines())  #? dataset=Lines() numbered=no iterable=yes
DataLoader(Plain())  #? dataset=Plain() numbered=yes iterable=no
DataLoader(TensorDataset(torch.zeros(3)))  #? datasets=? numbered=yes
DataLoader(torchvision.datasets.CIFAR10("data"))  #? dataset=torchvision.datasets.CIFAR10() numbered=yes
DataLoader(Subset(Images(), range(10)))  #? dataset=torch.utils.data.Subset() datasets=Images() numbered=yes
DataLoader(ConcatDataset([Images(), Cropped()]))  #? datasets=Images() | Cropped() numbered=yes
DataLoader(ChainDataset([Lines()]))  #? datasets=Lines() iterable=yes
DataLoader(Subset(Subset(ConcatDataset([Images()]), [1]), [0]))  #? datasets=Images()

train, val = random_split(Images(), [80, 20])
DataLoader(train)  #? dataset=torch.utils.data.random_split()[0] datasets=Images() numbered=yes
DataLoader(random_split(Lines(), [8, 2])[1])  #? datasets=Lines() numbered=yes  # raises: Lines has no len

DataLoader(undefined)  #? dataset=undefined numbered=no
DataLoader(Images() if torch.cuda.is_available() else Lines())  #? datasets=Images() | Lines() numbered=no iterable=no | yes

DataLoader(ConcatDataset(4 * [Images()]))  #? datasets=Images() seen=all
DataLoader(ConcatDataset([Images()] + [Cropped()]))  #? datasets=Images() | Cropped() seen=all


def unseen(dataset):
    DataLoader(ConcatDataset([Images(), dataset]))  #? datasets=Images() seen=some
    DataLoader(Subset(dataset, [0]))  #? datasets=? seen=?


parts = [Images()]
parts.append(Cropped())
DataLoader(ConcatDataset(parts))  #? datasets=Images() | Cropped() seen=all
more, others = [Images()], [Images()]
more += others
DataLoader(ConcatDataset(more))  #? datasets=Images() seen=all


def one_by_one():
    whole = Images()
    whole += Cropped()
    whole += Images()
    DataLoader(whole)  #? datasets=Images() | Cropped() seen=all


def of_a_split():
    train, val = random_split(Images(), [1, 2])
    DataLoader(train + [image for image in val])  #? datasets=Images() seen=some
