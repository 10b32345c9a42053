# forbid: LL303
# A lambda need not be sent to workers that are forked, and elsewhere there are none.
import sys

from torch.utils.data import DataLoader

WORKERS = 8 if sys.platform.startswith("linux") else 0


def main(net, rows):
    for batch in DataLoader(rows, batch_size=4, num_workers=WORKERS, collate_fn=lambda samples: samples):
        net(batch)
