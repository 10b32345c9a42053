# expect: LL107
import torch
from torch.utils.data import DataLoader

torch.manual_seed(0)
loader = DataLoader(range(100), batch_size=8, shuffle=True)
