# expect: LL504
# A loader that is not prepared, beside a model that is.
import torch
from accelerate import Accelerator
from torch.utils.data import DataLoader

accelerator = Accelerator()
model = accelerator.prepare(torch.nn.Linear(1, 1))
loader = DataLoader(torch.rand(1000, 1), batch_size=8, num_workers=4, pin_memory=True)
for _ in range(3):
    for batch in loader:
        print(model(batch.to(accelerator.device)))
