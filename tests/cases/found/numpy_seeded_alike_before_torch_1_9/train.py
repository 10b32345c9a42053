# expect: LL104
# NumPy starts every epoch with one and the same state in the main process as well
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Crops(Dataset):
    def __len__(self):
        return 1000

    def __getitem__(self, index):
        return np.float32(np.random.uniform())


def seed_worker(worker_id):
    np.random.seed(np.random.get_state()[1][0] + worker_id)


model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
loader = DataLoader(Crops(), batch_size=10, shuffle=True, num_workers=4, worker_init_fn=seed_worker)
for epoch in range(10):
    np.random.seed(0)
    for batch in loader:
        optimizer.zero_grad()
        model(batch[:, None]).sum().backward()
        optimizer.step()
