# expect: LL405
# A script that tests a model is no test of code.
import torch
from torch.utils.data import DataLoader, TensorDataset


def test_model(net, rows):
    net.eval()
    with torch.no_grad():
        return [net(x) for (x,) in DataLoader(TensorDataset(rows), batch_size=8, drop_last=True)]
