# expect: LL404, LL405
# Gradients are switched off for what is done with each batch, if by a test and in a loop of its own.
import torch
from engines import Engine
from torch.utils.data import DataLoader, TensorDataset

images = TensorDataset(torch.zeros(1001, 3))
loader = DataLoader(images, batch_size=8, shuffle=True, drop_last=True)
engine = Engine()

for batch in loader:
    with torch.no_grad():
        for _ in range(10):
            if len(batch) > 1:
                print(engine(batch))
