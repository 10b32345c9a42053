import unittest

import torch
from data import rows
from test_rows import TestRows

unittest.TextTestRunner().run(unittest.TestLoader().loadTestsFromTestCase(TestRows))
loader = rows()
model = torch.nn.Linear(8, 1)
optimizer = torch.optim.SGD(model.parameters())
for epoch in range(10):
    for (batch,) in loader:
        optimizer.zero_grad()
        model(batch).sum().backward()
        optimizer.step()
