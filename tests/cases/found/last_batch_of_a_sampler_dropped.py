# expect: LL405 as advice
# forbid: LL405 as warning
# A sampler of the program's own draws with replacement: which samples the last batch would have is chance.
import torch
from torch.utils.data import DataLoader, Sampler, TensorDataset


class Balanced(Sampler):
    def __init__(self, weights):
        self.weights = weights

    def __iter__(self):
        return iter(torch.multinomial(self.weights, len(self.weights), replacement=True).tolist())

    def __len__(self):
        return len(self.weights)


model = torch.nn.Linear(1, 1)
loader = DataLoader(
    TensorDataset(torch.rand(1000, 1)), sampler=Balanced(torch.rand(1000)), batch_size=32, drop_last=True
)
model.eval()
with torch.no_grad():
    outputs = []
    for (batch,) in loader:
        outputs.append(model(batch))
