# forbid: LL405 as warning
# The program makes the data module of that name which another module defines.
import pytorch_lightning as pl
from pytorch_lightning.cli import LightningCLI
from src.data.birds import Birds
from src.data.plain import KINDS


class Network(pl.LightningModule):
    kinds = KINDS


if __name__ == "__main__":
    LightningCLI(Network, Birds)
