# expect: LL303
# One of two programs comes to the loader with the lambda.
from torch.utils.data import DataLoader


def load(rows, deterministic=False):
    if deterministic:
        loader = DataLoader(rows, batch_size=4, num_workers=1)
    else:
        loader = DataLoader(rows, batch_size=4, shuffle=True, num_workers=1, collate_fn=lambda items: items)
    while True:
        yield from loader
