# expect: LL211 as error
# A factory makes the sampler, and gives lists in both branches.
import torch
from torch.utils.data import BatchSampler, DataLoader, Dataset, RandomSampler, SequentialSampler


class Sentences(Dataset):
    def __init__(self, rows):
        self.rows = rows

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, idx):
        row = self.rows[idx]
        return {"tokens": torch.tensor(row), "length": len(row)}


def make_sampler(data, train):
    order = RandomSampler(data) if train else SequentialSampler(data)
    return BatchSampler(order, batch_size=4, drop_last=train)


def main(train):
    data = Sentences([[1, 2]] * 16)
    kwargs = dict(num_workers=2, pin_memory=True)
    loader = DataLoader(data, sampler=make_sampler(data, train), **kwargs)
    for batch in loader:
        print(batch["tokens"].shape)


if __name__ == "__main__":
    main(train=True)
