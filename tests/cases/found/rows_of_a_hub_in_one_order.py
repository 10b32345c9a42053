# expect: LL403, rows of a hub, shuffled once at most: every epoch sees them in the same order.
import torch
from datasets import load_dataset
from torch.utils.data import DataLoader

model = torch.nn.Linear(8, 2)
optimizer = torch.optim.SGD(model.parameters())


def train(rows):
    loader = DataLoader(rows, batch_size=8)
    for epoch in range(3):
        for batch in loader:
            optimizer.zero_grad()
            model(batch["input"]).sum().backward()
            optimizer.step()


digits = load_dataset("digits").with_format("torch")
train(digits["train"])
train(load_dataset("digits", split="train").train_test_split(0.1)["train"].shuffle(seed=1).map(str))
