"""Methods of well-known kinds of object that give back the object itself, or what they are given."""

import torch
from accelerate import Accelerator
from torch import nn
from torch.utils.data import DataLoader


class Net(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.width = width


class Frozen(nn.Module):
    def eval(self):
        return "frozen"


net = Net(64)
net.cuda().eval().width  #? 64
net.to("cpu").half().width  #? 64
Frozen().eval()  #? 'frozen'

torch.Generator().manual_seed(0)  #? torch.Generator()
torch.zeros(3).cuda  #? torch.zeros().cuda

accelerator = Accelerator()
loader = DataLoader([1, 2])
accelerator.prepare(loader)  #? torch.utils.data.DataLoader()
net, loader = accelerator.prepare(net, loader)
net.width  #? 64
loader  #? torch.utils.data.DataLoader()

settings = {"workers": 4}
settings.get("workers")  #? 4
settings.get("workers", 0)  #? 4
settings.get("missing", 2)  #? 2
