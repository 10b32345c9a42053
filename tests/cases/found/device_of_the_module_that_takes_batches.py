# expect: LL503
# The module moves the batches where it is itself, and it was put on the GPU.
import torch
from torch.utils.data import DataLoader


class Encode(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = torch.nn.Linear(1, 1)

    def __call__(self, rows):
        device = next(self.parameters()).device
        return self.layer(rows.to(device))


encode = Encode().to("cuda")
loader = DataLoader(torch.rand(1000, 1), batch_size=8, num_workers=4)
for _ in range(3):
    for batch in loader:
        print(encode(batch))
