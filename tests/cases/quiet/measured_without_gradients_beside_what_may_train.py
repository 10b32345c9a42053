# forbid: LL404
# What is measured without gradients says nothing of the code that gets the batches as well, and may train on them.
import engine
import torch
from torch.utils.data import DataLoader, TensorDataset


class Model(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = torch.nn.Linear(3, 1)

    def loss(self, batch):
        return self.layer(batch).pow(2).mean()

    @torch.no_grad()
    def judge(self, batch):
        return {"error": self.layer(batch).abs().mean()}


def train(model, optimizer, training, testing):
    for epoch in range(10):
        for (batch,) in training:
            optimizer.zero_grad()
            model.loss(batch).backward()
            optimizer.step()
        errors = []
        for (batch,) in testing:
            engine.improve(model, batch)
            errors.append(model.judge(batch)["error"])
        print(epoch, sum(errors))


model = Model()
train(
    model,
    torch.optim.SGD(model.parameters(), lr=0.1),
    DataLoader(TensorDataset(torch.rand(900, 3)), batch_size=32, shuffle=True),
    DataLoader(TensorDataset(torch.rand(90, 3)), batch_size=32, shuffle=True),
)
