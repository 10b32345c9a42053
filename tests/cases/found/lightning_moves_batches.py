# expect: LL503
# There is no copy in the source: Lightning's trainer makes it. The module gives its loaders itself.
import lightning as L
from torch.utils.data import DataLoader


class Net(L.LightningModule):
    def train_dataloader(self):
        return DataLoader(range(1000), batch_size=8, shuffle=True, num_workers=4, persistent_workers=True)


L.Trainer(max_epochs=5, accelerator="gpu", devices=1).fit(Net())
