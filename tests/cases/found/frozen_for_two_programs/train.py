from rows import Rows
from torch.utils.data import DataLoader


def train(model, optimizer, rows):
    for epoch in range(10):
        for batch in DataLoader(Rows(rows), batch_size=8, shuffle=True):
            optimizer.zero_grad()
            model(batch).backward()
            optimizer.step()
