# forbid: LL304
# A function puts 0 into the list first, so what its own file adds comes second. So it is with a second name for a list.
import torch
from torch.utils.data import DataLoader, TensorDataset


def begin(numbers):
    numbers.append(0)


workers = []
begin(workers)
workers.append(2)
sizes = []
first = sizes
first.append(0)
sizes.append(2)
rows = TensorDataset(torch.zeros(8))
for batch in DataLoader(rows, num_workers=workers[0]):
    print(batch)
for batch in DataLoader(rows, num_workers=sizes[0]):
    print(batch)
