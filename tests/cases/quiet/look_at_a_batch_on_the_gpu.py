# forbid: LL503, LL504
# Only a look at the first batch: no copy waits for the next one.
import torch
from torch.utils.data import DataLoader

model = torch.nn.Linear(1, 1).cuda()
loader = DataLoader(torch.rand(1000, 1), batch_size=8, num_workers=4)
for _ in range(3):
    for batch in loader:
        print(model(batch.cuda()))
        break
loader = DataLoader(torch.rand(1000, 1), batch_size=8, num_workers=4, pin_memory=True)
for _ in range(3):
    for batch in loader:
        print(model(batch.cuda()))
        break
