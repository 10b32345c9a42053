# forbid: LL203
# Whether to shuffle is worked out from the sampler, before the loader is built.
import torch
from torch.utils.data import DataLoader, TensorDataset, WeightedRandomSampler


class Options:
    def __init__(self, balanced):
        self.sampler = WeightedRandomSampler([1.0] * 8, 8) if balanced else None
        self.shuffle = self.sampler is None


def main(balanced=False):
    options = Options(balanced)
    data = TensorDataset(torch.rand(8, 2))
    for (batch,) in DataLoader(data, batch_size=4, shuffle=options.shuffle, sampler=options.sampler):
        print(batch)


if __name__ == "__main__":
    main()
