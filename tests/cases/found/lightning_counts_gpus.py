# expect: LL503
# Before Lightning 1.5 the strategy was called accelerator, and GPUs were counted apart.
import pytorch_lightning as pl
from torch.utils.data import DataLoader


class Net(pl.LightningModule):
    def train_dataloader(self):
        return DataLoader(range(1000), batch_size=8, shuffle=True, num_workers=4, persistent_workers=True)


pl.Trainer(accelerator="ddp", gpus=2, max_epochs=13).fit(Net())
