# expect: LL202
# A dict is handed to the class of the settings, which leaves it as it is.
import torch
from easydict import EasyDict
from torch.utils.data import DataLoader

settings = {"loading": {"workers": 0}, "seed": 0}
config = EasyDict(settings)
loader = DataLoader(torch.rand(8, 1), num_workers=config.loading.workers, prefetch_factor=2)
