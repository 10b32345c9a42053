# expect: LL405
# forbid: LL403, LL404
# A method yields the batches on, and prints how far it is: the loop that takes them evaluates.
import torch
from torch.utils.data import DataLoader, TensorDataset


class Logger:
    def log_every(self, iterable, every):
        for number, batch in enumerate(iterable):
            yield batch
            if number % every == 0:
                print(number)


@torch.no_grad()
def evaluate(loader, model):
    model.eval()
    correct = 0
    for rows, labels in Logger().log_every(loader, 10):
        correct += (model(rows).argmax(1) == labels).sum().item()
    return correct / len(loader.dataset)


model = torch.nn.Linear(8, 2)
rows = TensorDataset(torch.load("rows.pt"), torch.load("labels.pt"))
loader = DataLoader(rows, batch_size=16, drop_last=True)
for epoch in range(10):
    print(evaluate(loader, model))
