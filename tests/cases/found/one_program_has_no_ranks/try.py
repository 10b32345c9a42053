import pytorch_lightning as pl
import torch
from feed import Feed
from models import Tagger

if __name__ == "__main__":
    feed = Feed(torch.rand(1000, 1), ranks=False)
    pl.Trainer(max_epochs=10, replace_sampler_ddp=False).fit(Tagger(), datamodule=feed)
