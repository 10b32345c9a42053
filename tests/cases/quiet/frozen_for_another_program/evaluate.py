import torch
from rows import Rows
from torch.utils.data import DataLoader


def evaluate(model, rows):
    model.eval()
    with torch.no_grad():
        return [model(batch) for batch in DataLoader(Rows(rows), batch_size=8)]
