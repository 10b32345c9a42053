# forbid: LL503
# The model stays on the CPU, or nothing says where it goes; another one is on the GPU.
import torch
from torch.utils.data import DataLoader

model = torch.nn.Linear(1, 1).to("cpu")
other = torch.nn.Linear(1, 1).cuda()


def evaluate(given):
    loader = DataLoader(torch.rand(1000, 1), batch_size=8, num_workers=4)
    for _ in range(3):
        for batch in loader:
            print(model(batch.to(model.device)), given(batch.to(given.device)))


evaluate(model)
