# forbid: LL503
# The model copies noise of its own, and what it has computed.
import torch
from torch.utils.data import DataLoader


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = torch.nn.Linear(1, 1)

    def forward(self, batch):
        noise = torch.rand(1).cuda()
        return self.layer(batch).cuda() + noise


model = Net()
loader = DataLoader(torch.rand(1000, 1), batch_size=8, num_workers=4)
for _ in range(3):
    for batch in loader:
        print(model(batch))
