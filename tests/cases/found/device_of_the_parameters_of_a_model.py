# expect: LL503
# The same, by the device of its first parameter.
import torch
from torch.utils.data import DataLoader

model = torch.nn.Linear(1, 1).cuda()
device = next(model.parameters()).device
loader = DataLoader(torch.rand(1000, 1), batch_size=8, num_workers=4)
for _ in range(3):
    for batch in loader:
        print(model(batch.to(device)))
