# expect: LL201
# The script is run in the package's own folder, which is on `sys.path` then.
from options import WORKERS
from torch.utils.data import DataLoader


def loader_for(rows):
    return DataLoader(rows, batch_size=4, num_workers=WORKERS, persistent_workers=True)
