# forbid: LL103
# `collate_fn` draws nothing.
import datasets
import torch
from torch.utils.data import DataLoader


def padded(batch):
    return torch.nn.utils.rnn.pad_sequence([row["audio"] for row in batch], batch_first=True)


rows = datasets.load_dataset("audio", split="train").with_format("torch")
for batch in DataLoader(rows, batch_size=8, num_workers=4, collate_fn=padded):
    print(batch)
