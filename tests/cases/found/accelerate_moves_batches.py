# expect: LL503
# There is no copy in the source: what accelerate prepares moves its batches.
import torch
from accelerate import Accelerator
from torch.utils.data import DataLoader

logging = {"log_with": "wandb"}
accelerator = Accelerator(**logging)
model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters())
loader = DataLoader(torch.rand(1000, 1), batch_size=8, shuffle=True, num_workers=4)
model, optimizer, loader = accelerator.prepare(model, optimizer, loader)
for batch in loader:
    accelerator.backward(model(batch).sum())
    optimizer.step()
