# expect: LL101, LL205, LL402
# A stream of Hugging Face datasets: what is given to `map` is item code, and `shuffle` needs `set_epoch`.
import numpy as np
import torch
from datasets import load_dataset
from datasets.distributed import split_dataset_by_node
from torch.utils.data import DataLoader

rng = np.random.default_rng(0)


def augment(example):
    example["x"] = example["x"] + rng.normal()
    return example


def stream(part):
    whole = load_dataset("c4", "en", streaming=True)[part]
    shuffled = whole.shuffle(buffer_size=1000, seed=0).map(augment)
    return split_dataset_by_node(shuffled, 0, 2).with_format("torch")


train = stream("train")
loader = DataLoader(train, batch_size=8, num_workers=4)
model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters(), 0.1)
for epoch in range(3):
    for batch in loader:
        model(batch["x"]).mean().backward()
        optimizer.step()

held_out = DataLoader(stream("validation"), shuffle=True)
