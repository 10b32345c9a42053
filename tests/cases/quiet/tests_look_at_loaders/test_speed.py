# forbid: LL502, LL503, LL504
# A test has no time to save by workers that go on, or by memory that is pinned.
import torch
from rows import Rows
from torch.utils.data import DataLoader


def test_training_ends():
    model = torch.nn.Linear(1, 1).cuda()
    optimizer = torch.optim.SGD(model.parameters())
    for _ in range(3):
        for batch in DataLoader(Rows(), num_workers=2):
            optimizer.zero_grad()
            model(batch.cuda()).sum().backward()
            optimizer.step()
    loader = DataLoader(Rows(), num_workers=2)
    for _ in range(3):
        for batch in loader:
            optimizer.zero_grad()
            model(batch.cuda()).sum().backward()
            optimizer.step()
