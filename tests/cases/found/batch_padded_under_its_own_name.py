# expect: LL403
# The loop gives a function the batch, and keeps what that makes of it under the same name: nothing is carried on.
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset

from padding import padded


class Sentences(Dataset):
    def __init__(self, path):
        self.rows = [torch.tensor([len(word) for word in line.split()]) for line in open(path)]

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return self.rows[index]


model = nn.LSTM(1, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
loader = DataLoader(Sentences("train.txt"), 32, collate_fn=list)
for epoch in range(10):
    for batch in loader:
        batch, lengths = padded(batch, 0)
        words = batch[..., None]
        words, rest = padded(words, 1)
        optimizer.zero_grad()
        model(words)[0].sum().backward()
        optimizer.step()
