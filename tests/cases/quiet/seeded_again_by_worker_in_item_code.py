# forbid: LL104
# What `worker_init_fn` seeds alike, item code seeds anew with the worker's number before the first draw.
# (Every epoch is alike then: LL106 says so.)
import numpy as np
from torch.utils.data import DataLoader, Dataset, get_worker_info


class Flow(Dataset):
    def __init__(self, rows):
        self.rows = rows
        self.is_seeded = False

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        if not self.is_seeded:
            info = get_worker_info()
            if info is not None:
                np.random.seed(info.id)
                self.is_seeded = True
        return self.rows[index] + np.random.normal()


def init(worker_id):
    np.random.seed(987)


def main(net, rows):
    loader = DataLoader(Flow(rows), batch_size=4, shuffle=True, num_workers=4, worker_init_fn=init)
    for epoch in range(10):
        for batch in loader:
            net(batch).backward()
