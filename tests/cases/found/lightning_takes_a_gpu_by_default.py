# expect: LL503
# A Trainer of the project that says nothing of devices: Lightning 2 takes a GPU if there is one.
import lightning as L
from torch.utils.data import DataLoader


class Net(L.LightningModule):
    def train_dataloader(self):
        return DataLoader(range(1000), batch_size=8, shuffle=True, num_workers=4, persistent_workers=True)


class Trainer(L.Trainer):
    def __init__(self, epochs):
        super().__init__(max_epochs=epochs)

    def fit(self, model):
        super().fit(model, ckpt_path="last")


Trainer(5).fit(Net())
