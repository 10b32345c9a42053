# expect: LL303
# Without ranks it runs everywhere.
import os

import torch
from torch.utils.data import DataLoader, TensorDataset


def main():
    if "RANK" in os.environ:
        torch.distributed.init_process_group(init_method="env://", backend="nccl")
    data = TensorDataset(torch.zeros(8))
    loader = DataLoader(data, num_workers=2, collate_fn=lambda rows: torch.stack([row for (row,) in rows]))
    for batch in loader:
        print(batch)


if __name__ == "__main__":
    main()
