# forbid: LL503
# No device, the CPU, a loader that pins, and an engine whose function copies something else than the batch.
import torch
from ignite.engine import Engine, create_supervised_trainer
from torch.utils.data import DataLoader, TensorDataset

model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters())
criterion = torch.nn.MSELoss()
pairs = TensorDataset(torch.rand(1000, 1), torch.rand(1000, 1))
noise = torch.rand(8, 1)


def step(engine, batch):
    return noise.cuda().sum() + len(batch)


create_supervised_trainer(model, optimizer, criterion).run(DataLoader(pairs, batch_size=8), max_epochs=5)
create_supervised_trainer(model, optimizer, criterion, "cpu").run(DataLoader(pairs, batch_size=8), max_epochs=5)
on_gpu = create_supervised_trainer(model, optimizer, criterion, device="cuda")
on_gpu.run(DataLoader(pairs, batch_size=8, pin_memory=True), max_epochs=5)
Engine(step).run(DataLoader(pairs, batch_size=8), max_epochs=5)
