# expect: LL502
# The scaler goes back through the loss and steps the optimizer when it is called.
from timm.utils import NativeScaler
from torch.utils.data import DataLoader


def train_one_epoch(net, loader, optimizer, loss_scaler):
    for batch in loader:
        optimizer.zero_grad()
        loss_scaler(net(batch).sum(), optimizer, parameters=net.parameters())


def main(net, optimizer, rows):
    loader = DataLoader(rows, batch_size=8, shuffle=True, num_workers=4)
    loss_scaler = NativeScaler()
    for epoch in range(10):
        train_one_epoch(net, loader, optimizer, loss_scaler)
