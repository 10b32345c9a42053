# expect: LL303
# What stood there before stays in one of the branches.
import torch
from torch.utils.data import DataLoader


def main(rows, flat):
    collate = lambda batch: batch  # noqa: E731
    if flat:
        collate = torch.cat
    for batch in DataLoader(rows, num_workers=4, collate_fn=collate):
        print(batch)
