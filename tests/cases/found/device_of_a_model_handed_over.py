# expect: LL503
# The batches go where a part of the model is, which is put on the GPU where it is made.
import torch
from torch.utils.data import DataLoader


def copied(part, batch):
    return batch.to(part.device)


def train(model, loader):
    for _ in range(3):
        for batch in loader:
            print(model(copied(model.encoder, batch)))


wrapped = torch.load("model.pt")
wrapped.to("cuda" if torch.cuda.is_available() else "cpu")
train(wrapped, DataLoader(torch.rand(1000, 1), batch_size=8, num_workers=4))
