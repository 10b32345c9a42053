# expect: LL303, LL502
import pytorch_lightning as pl
from birds import Birds

trainer = pl.Trainer(max_epochs=5, accelerator="gpu")
trainer.fit(None, datamodule=Birds("all birds", num_workers=4))
