# expect: LL502, LL403
# The optimizer is stepped by an object whose file has no other word of training.
from schedule import Schedule
from torch.utils.data import DataLoader, Dataset


class Rows(Dataset):
    def __init__(self, rows):
        self.rows = rows

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return self.rows[index]


def train(net, optimizer, rows):
    schedule = Schedule(optimizer)
    loader = DataLoader(Rows(rows), batch_size=8, num_workers=4)
    for epoch in range(10):
        for batch in loader:
            net(batch).sum().backward()
            schedule.advance()
