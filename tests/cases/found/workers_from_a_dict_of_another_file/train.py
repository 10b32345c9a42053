# expect: LL102
# The settings that are put together in another file say that there are four workers.
import numpy as np
from options import options
from torch.utils.data import DataLoader, Dataset


class Noisy(Dataset):
    def __len__(self):
        return options["rows"]

    def __getitem__(self, index):
        return index + np.random.normal()


def main(net):
    given = {"num_workers": options["workers"], "pin_memory": True}
    for batch in DataLoader(Noisy(), batch_size=options["size"], shuffle=True, **given):
        net(batch)
