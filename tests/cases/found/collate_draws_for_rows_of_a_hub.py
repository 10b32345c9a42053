# expect: LL103
# Only `collate_fn` draws, and the rows are a library's.
import datasets
import torch
from torch.utils.data import DataLoader


def masked(batch):
    rows = torch.stack([row["audio"] for row in batch])
    start = torch.randint(0, rows.shape[1] // 2, (1,)).item()
    rows[:, start : start + 10] = 0
    return rows


rows = datasets.load_dataset("audio", split="train").with_format("torch")
for batch in DataLoader(rows, batch_size=8, num_workers=4, collate_fn=masked):
    print(batch)
