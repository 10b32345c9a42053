# forbid: LL503
# A trainer that is told of no GPU, and a loader that pins.
import lightning as L
from torch.utils.data import DataLoader


def loader(pin_memory):
    return DataLoader(range(1000), batch_size=8, shuffle=True, num_workers=4, pin_memory=pin_memory)


L.Trainer(max_epochs=5, devices=2).fit(None, loader(pin_memory=False))
L.Trainer(max_epochs=5, accelerator="gpu").fit(None, loader(pin_memory=True))
