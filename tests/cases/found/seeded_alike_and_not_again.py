# expect: LL104
# As in `seeded_again_by_worker_in_item_code`, but item code leaves the seed alone.
import numpy as np
from torch.utils.data import DataLoader, Dataset


class Flow(Dataset):
    def __init__(self, rows):
        self.rows = rows

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return self.rows[index] + np.random.normal()


def init(worker_id):
    np.random.seed(987)


def main(net, rows):
    loader = DataLoader(Flow(rows), batch_size=4, shuffle=True, num_workers=4, worker_init_fn=init)
    for epoch in range(10):
        for batch in loader:
            net(batch).backward()
