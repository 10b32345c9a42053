# expect: LL201 as error
# It comes to the loader.
import torch
from torch.utils.data import DataLoader

print(torch.__version__)
assert torch.cuda.is_available(), "not ready"
loader = DataLoader(torch.rand(10, 1), persistent_workers=True)
for batch in loader:
    print(batch)
