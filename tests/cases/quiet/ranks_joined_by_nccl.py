# forbid: LL303
# NCCL is there on Linux alone, which forks its workers.
import torch
from torch.utils.data import DataLoader, TensorDataset


def main():
    torch.distributed.init_process_group(init_method="env://", backend="nccl")
    data = TensorDataset(torch.zeros(8))
    loader = DataLoader(data, num_workers=2, collate_fn=lambda rows: torch.stack([row for (row,) in rows]))
    for batch in loader:
        print(batch)


if __name__ == "__main__":
    main()
