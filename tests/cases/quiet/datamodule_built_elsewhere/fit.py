# forbid: LL503
# A trainer that is told to use the processor.
import lightning as L
from birds import Birds

trainer = L.Trainer(accelerator="cpu")
trainer.fit(None, datamodule=Birds(range(1000)))
