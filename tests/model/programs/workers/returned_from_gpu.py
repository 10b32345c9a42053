"""Samples that lie on the GPU when item code gives them out."""

import torch
from torch.utils.data import Dataset


class Images(Dataset):
    def __init__(self):
        self.images = torch.zeros(10, 3).cuda()  #? gives out GPU memory
        self.labels = torch.zeros(10)
        self.mask = torch.zeros(3, device="cuda")  #? gives out GPU memory

    def __getitem__(self, index):
        image = torch.ones(3).cuda()  #? on the GPU; gives out GPU memory
        weight = torch.ones(3).cuda()  #? on the GPU
        if index:
            return {"image": image, "label": self.labels[index]}
        return self.images[index], self.mask
