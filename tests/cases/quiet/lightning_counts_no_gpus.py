# forbid: LL503
# A strategy says nothing of GPUs, of which there are none here.
import pytorch_lightning as pl
from torch.utils.data import DataLoader


class Net(pl.LightningModule):
    def train_dataloader(self):
        return DataLoader(range(1000), batch_size=8, shuffle=True, num_workers=4, persistent_workers=True)


pl.Trainer(accelerator="ddp", gpus=0, max_epochs=13).fit(Net())
