# forbid: LL503
# Only Lightning 1 has this option, and its Trainer stays on the CPU if nothing is said of devices.
import lightning as L
from torch.utils.data import DataLoader


class Net(L.LightningModule):
    def train_dataloader(self):
        return DataLoader(range(1000), batch_size=8, shuffle=True, num_workers=4, persistent_workers=True)


L.Trainer(max_epochs=5, resume_from_checkpoint="last.ckpt").fit(Net())
