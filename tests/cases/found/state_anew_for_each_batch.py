# expect: LL405 as warning
# Each batch begins without a state.
import torch
from torch.utils.data import DataLoader, TensorDataset

model = torch.nn.LSTM(1, 8)


def evaluate(loader):
    model.eval()
    state, outputs = None, []
    with torch.no_grad():
        for (batch,) in loader:
            output, _ = model(batch, state)
            outputs.append(output)
    return outputs


evaluate(DataLoader(TensorDataset(torch.zeros(1000, 5, 1)), batch_size=32, drop_last=True))
