# forbid: LL304 as warning
# Workers that are not forked are never started, since the lambda cannot be sent to them. It runs on Windows, too.
from torch.utils.data import DataLoader

for batch in DataLoader(range(10), num_workers=2, collate_fn=lambda rows: rows):
    print(batch)
