# forbid: LL302
# Workers are asked for only where the table stays on the CPU.
import torch
from torch.utils.data import DataLoader, TensorDataset


def make(x, on_gpu):
    if on_gpu:
        return DataLoader(TensorDataset(x.cuda()), batch_size=64, num_workers=0)
    return DataLoader(TensorDataset(x), batch_size=64, num_workers=4, pin_memory=True)


if __name__ == "__main__":
    for (x,) in make(torch.rand(1000, 16), torch.cuda.is_available()):
        print(x.mean())
