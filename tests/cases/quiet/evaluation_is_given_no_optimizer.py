# forbid: LL403, LL404
# With a CRF or without, the evaluation hands on no optimizer, and takes no step.
import torch
from torch.utils.data import DataLoader, TensorDataset

from layers import CRF

train_rows, valid_rows = TensorDataset(torch.rand(900, 4)), TensorDataset(torch.rand(100, 4))


def step(model, batch, optimizer=None):
    loss = model(batch)
    if optimizer is not None:
        loss.backward()
        optimizer.step()
    return loss


def run_epoch(model, loader, optimizer, evaluate=False, crf=None):
    for batch in loader:
        step(model, batch, optimizer if not evaluate and crf is None else None)
        if crf is not None and not evaluate:
            crf(batch).backward()
            optimizer.step()


def train(model, optimizer, use_crf):
    if use_crf:
        crf = CRF(4)
    else:
        crf = None
    train_loader = DataLoader(train_rows, batch_size=10, shuffle=True)
    valid_loader = DataLoader(valid_rows, batch_size=10)
    for epoch in range(3):
        run_epoch(model, train_loader, optimizer, crf=crf)
        run_epoch(model, valid_loader, optimizer, evaluate=True, crf=crf)


net = torch.nn.Linear(4, 1)
train(net, torch.optim.SGD(net.parameters(), 0.1), use_crf=net.bias is not None)
