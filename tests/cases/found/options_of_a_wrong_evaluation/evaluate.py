# expect: LL404, LL405
# The class of this program's options leaves the order at random, and says that it trains.
import torch
from options import OptionsOfTraining
from torch.utils.data import DataLoader, TensorDataset

options = OptionsOfTraining().parse()
dataset = TensorDataset(torch.arange(1000.0))
loader = DataLoader(dataset, batch_size=64, shuffle=not options.ordered, drop_last=options.trains)
model = torch.nn.Linear(1, 1)
model.eval()
outputs = []
with torch.no_grad():
    for (batch,) in loader:
        outputs.append(model(batch[:, None]))
torch.save(outputs, "outputs.pt")
