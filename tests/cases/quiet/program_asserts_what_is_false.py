# forbid: LL201
# It ends before the loader is built.
import torch
from torch.utils.data import DataLoader

print(torch.__version__)
assert False, "not ready"
loader = DataLoader(torch.rand(10, 1), persistent_workers=True)
for batch in loader:
    print(batch)
