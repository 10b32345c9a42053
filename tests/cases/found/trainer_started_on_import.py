# expect: LL304
# Lightning's trainer is started by the module itself.
import lightning as L
from torch.utils.data import DataLoader

from unseen import Net

trainer = L.Trainer(max_epochs=10)
trainer.fit(Net(), DataLoader(range(100), batch_size=4, shuffle=True, num_workers=4))
