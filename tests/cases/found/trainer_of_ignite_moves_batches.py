# expect: LL503
# A trainer of the library is told the device.
import torch
from ignite.engine import create_supervised_trainer
from torch.utils.data import DataLoader, TensorDataset

device = torch.device("cuda")
model = torch.nn.Linear(1, 1).to(device)
optimizer = torch.optim.SGD(model.parameters())
trainer = create_supervised_trainer(model, optimizer, torch.nn.MSELoss(), device=device)
pairs = TensorDataset(torch.rand(1000, 1), torch.rand(1000, 1))
trainer.run(DataLoader(pairs, batch_size=8, shuffle=True, num_workers=4), max_epochs=5)
