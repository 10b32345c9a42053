# forbid: LL503, LL504
# All batches go to the GPU once, and nothing trains: what could be gained is gone with this pass.
import torch
from torch.utils.data import DataLoader

model = torch.nn.Linear(1, 1).cuda()
features = [model(batch.cuda()) for batch in ()]
for batch in DataLoader(torch.rand(1000, 1), batch_size=8, num_workers=4):
    features.append(model(batch.cuda()))
for batch in DataLoader(torch.rand(1000, 1), batch_size=8, num_workers=4, pin_memory=True):
    features.append(model(batch.cuda()))
