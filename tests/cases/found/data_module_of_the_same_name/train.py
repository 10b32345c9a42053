# expect: LL405
# The program makes this data module, and another one of that name is left unused.
import pytorch_lightning as pl
from pytorch_lightning.cli import LightningCLI
from src.data.plain import KINDS, Birds


class Network(pl.LightningModule):
    kinds = KINDS

    def validation_step(self, batch, number):
        return batch.sum()


if __name__ == "__main__":
    LightningCLI(Network, Birds)
