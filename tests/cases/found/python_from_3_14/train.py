# expect: LL303 as error
# From Python 3.14 on, workers are started by forkserver.
import torch
from torch.utils.data import DataLoader, TensorDataset


def main():
    data = TensorDataset(torch.zeros(8))
    loader = DataLoader(data, num_workers=2, collate_fn=lambda rows: torch.stack([row for (row,) in rows]))
    for batch in loader:
        print(batch)


if __name__ == "__main__":
    main()
