import lightning as L
from data import Data
from lightning import seed_everything
from net import Net

if __name__ == "__main__":
    seed_everything(7, workers=True)
    L.Trainer(max_epochs=2, deterministic=True).fit(Net(), datamodule=Data())
