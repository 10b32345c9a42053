"""Programs that set the stream which decides the order back in every epoch."""

import torch
from torch.utils.data import DataLoader

loader = DataLoader([1, 2], shuffle=True)

for epoch in range(10):
    torch.manual_seed(0)  #? loader: same order again
    for batch in loader:  #? loader: unknown, every epoch
        print(batch)

for epoch in range(10):
    torch.manual_seed(epoch)
    for batch in loader:  #? loader: unknown, every epoch
        print(batch)

generator = torch.Generator()
own = DataLoader([1, 2], shuffle=True, generator=generator)


def restart():
    generator.manual_seed(0)


for epoch in range(10):
    torch.manual_seed(0)
    restart()  #? own: same order again
    for batch in own:  #? own: unknown, every epoch
        print(batch)
