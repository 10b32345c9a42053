# expect: LL303
# Workers of macOS are spawned, and are sent the lambda.
import os

from torch.utils.data import DataLoader

WORKERS = 0 if os.name == "nt" else 8


def main(net, rows):
    for batch in DataLoader(rows, batch_size=4, num_workers=WORKERS, collate_fn=lambda samples: samples):
        net(batch)
