# forbid: LL503
# The batches go where a part of the model is, and that stays on the CPU; another one is on the GPU.
import torch
from torch.utils.data import DataLoader


def copied(part, batch):
    return batch.to(part.device)


def train(model, loader):
    for _ in range(3):
        for batch in loader:
            print(model(copied(model.encoder, batch)))


other = torch.nn.Linear(1, 1).cuda()
wrapped = torch.load("model.pt")
wrapped.to("cpu")
train(wrapped, DataLoader(torch.rand(1000, 1), batch_size=8, num_workers=4))
