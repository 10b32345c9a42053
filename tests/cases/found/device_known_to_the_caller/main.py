# expect: LL503
# Only this file knows that the device is a GPU.
import torch
from probe import Probe

if __name__ == "__main__":
    net = torch.nn.Linear(3, 1).cuda()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    rows = torch.utils.data.TensorDataset(torch.rand(99, 3), torch.rand(99))
    Probe(net, optimizer, torch.device("cuda")).fit(rows)
