# forbid: LL406 as warning
# A loader that is kept would start its workers anew as well.
from torch.utils.data import DataLoader

rows = list(range(100))
for epoch in range(10):
    for batch in DataLoader(rows, num_workers=2):
        print(batch)
