"""What item code puts on the GPU."""

from argparse import ArgumentParser

import torch
from torch.utils.data import DataLoader, Dataset

parser = ArgumentParser()
parser.add_argument("--device", default="cuda")
args = parser.parse_args()
device = torch.device("cuda" if torch.cuda.is_available() else "cpu")


class Images(Dataset):  #? calls what is not seen  # methods of tensors
    def __init__(self, to_gpu=False):
        self.images = torch.zeros(10, 3)
        self.to_gpu = to_gpu

    def __getitem__(self, index):
        image = self.images[index].cuda()  #? on the GPU
        image = image.to(device)  #? on the GPU
        image = image.to("cpu")
        image = image.to(torch.float16)
        image = image.to(args.device)  #? maybe on the GPU
        image = image.to(f"cuda:{index}")  #? on the GPU
        image = torch.zeros(3, device=0)  #? on the GPU
        image = torch.zeros(3, device="cpu")
        if self.to_gpu:
            image = image.cuda()
        if index > 3:
            image = image.cuda()  #? maybe on the GPU, something that is not known
        return image


DataLoader(Images())


def collate(samples):
    return torch.stack(samples).cuda()  #? on the GPU


DataLoader([1, 2], collate_fn=collate)
