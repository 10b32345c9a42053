# forbid: LL304
# The call leaves out `held`: it raises before a loader is made.
from torch.utils.data import DataLoader


def read(rows, held, net):
    for batch in DataLoader(rows, batch_size=8, num_workers=4):
        print(net(batch), held)


read([1, 2], net=None)
