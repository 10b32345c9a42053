# expect: LL503
# One of two programs copies the batches to a GPU.
import torch
from loop import train

model = torch.nn.Linear(3, 1).cuda()
train(model, torch.optim.SGD(model.parameters()), torch.rand(99, 3), "cuda")
