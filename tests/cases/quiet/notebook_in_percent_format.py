# forbid: LL304
# A script that is a notebook: its cells run one by one.
# %%
from torch.utils.data import DataLoader

# %%
for batch in DataLoader(range(10), num_workers=2):
    print(batch)
