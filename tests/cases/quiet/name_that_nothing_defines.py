# forbid: LL304
# Nothing defines `mean`, so no batch is ever loaded.
from torch.utils.data import DataLoader

loader = DataLoader(range(100), batch_size=10, num_workers=4)
print(mean)
for batch in loader:
    print(batch)
