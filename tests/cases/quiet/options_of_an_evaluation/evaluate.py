# forbid: LL404, LL405
# The class of this program's options has its parser give another default, and its own value for an attribute.
import torch
from options import OptionsOfEvaluation
from torch.utils.data import DataLoader, TensorDataset

options = OptionsOfEvaluation().parse()
dataset = TensorDataset(torch.arange(1000.0))
loader = DataLoader(dataset, batch_size=64, shuffle=not options.ordered, drop_last=options.trains)
model = torch.nn.Linear(1, 1)
model.eval()
outputs = []
with torch.no_grad():
    for (batch,) in loader:
        outputs.append(model(batch[:, None]))
torch.save(outputs, "outputs.pt")
