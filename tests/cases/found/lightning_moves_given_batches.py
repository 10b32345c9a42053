# expect: LL503
# The options of the trainer come from a dict, in the words of older versions.
import pytorch_lightning as pl
from torch.utils.data import DataLoader

options = {"max_epochs": 5, "gpus": 1}
loader = DataLoader(range(1000), batch_size=8, shuffle=True, num_workers=4, persistent_workers=True)
pl.Trainer(**options).fit(None, loader)
