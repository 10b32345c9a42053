# forbid: LL303
# The only program passes it by.
from torch.utils.data import DataLoader


def load(rows, deterministic=False):
    if deterministic:
        loader = DataLoader(rows, batch_size=4, num_workers=1)
    else:
        loader = DataLoader(rows, batch_size=4, shuffle=True, num_workers=1, collate_fn=lambda items: items)
    while True:
        yield from loader
