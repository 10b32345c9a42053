# forbid: LL403
# the module asks the dataset for another order after every epoch, before the next one's workers start
import random

import pytorch_lightning as pl
import torch
from torch.utils.data import DataLoader, Dataset


class Clips(Dataset):
    def __init__(self, clips):
        self.clips = clips
        self.order = [*range(len(clips))]

    def mix(self):
        random.shuffle(self.order)

    def __len__(self):
        return len(self.clips)

    def __getitem__(self, index):
        return torch.load(self.clips[self.order[index]])


class Tagger(pl.LightningModule):
    def __init__(self, clips):
        super().__init__()
        self.clips = clips
        self.layer = torch.nn.Linear(1, 1)

    def training_step(self, batch, _):
        return self.layer(batch).sum()

    def on_train_epoch_end(self):
        self.clips.mix()

    def configure_optimizers(self):
        return torch.optim.SGD(self.parameters(), lr=0.1)


if __name__ == "__main__":
    clips = Clips([f"{number}.pt" for number in range(1000)])
    trainer = pl.Trainer(max_epochs=10)
    trainer.fit(Tagger(clips), DataLoader(clips, batch_size=10, num_workers=4))
