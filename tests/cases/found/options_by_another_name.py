# expect: LL404
# One dict of options goes by two names, and is logged: the evaluation shuffles.
import json

import torch
from torch.utils.data import DataLoader, TensorDataset

options = {"batch_size": 8, "shuffle": True, "num_workers": 4}
for_evaluation = options
print(json.dumps(options))

train = DataLoader(TensorDataset(torch.zeros(1000, 3)), **options)
test = DataLoader(TensorDataset(torch.zeros(100, 3)), **for_evaluation)
model = torch.nn.Linear(3, 1)

model.eval()
with torch.no_grad():
    for (batch,) in test:
        print(model(batch))
