"""Loops over epochs: what runs a loop over batches again and again."""

import itertools

from torch.utils.data import DataLoader
from tqdm import tqdm, trange

loader = DataLoader([1, 2], shuffle=True)


def train(loader):
    for batch in loader:  #? loader: training, every epoch; once: training
        batch.backward()
        optimizer.step()


for epoch in range(10):
    train(loader)

once = DataLoader([1])
for epoch in range(1):
    train(once)

first = int(input())
for epoch in range(first, 1):
    for batch in once:  #? once: unknown
        print(batch)

for epoch in range(first, 2):
    for batch in loader:  #? loader: unknown, every epoch
        print(batch)

for epoch in range(0, first):
    for batch in loader:  #? loader: unknown, every epoch
        print(batch)

for _ in trange(5):
    for batch in loader:  #? loader: unknown, every epoch
        print(batch)

for step in itertools.count():
    for batch in tqdm(loader):  #? loader: unknown, every epoch
        print(batch)

for number, epoch in enumerate(tqdm(range(3))):
    for number, batch in enumerate(loader):  #? loader: unknown, every epoch
        print(batch)

for epoch in ("first", "second"):
    for batch in loader:  #? loader: unknown, every epoch
        print(batch)

for name in ("first", "second"):
    for batch in loader:  #? loader: unknown
        print(name, batch)

while True:
    for batch in loader:  #? loader: unknown, every epoch
        print(batch)

for epoch in range(10):
    for batch in loader:  #? loader: unknown
        print(batch)
    break

for fold in range(5):
    folded = DataLoader([fold])
    for batch in folded:  #? folded: unknown
        print(batch)
    for epoch in range(10):
        for batch in folded:  #? folded: unknown, every epoch
            print(batch)

batches = [batch for batch in loader]  #? loader: unknown

for epoch in range(10):
    for batch in loader:  #? loader: unknown, every epoch, may stop early
        if batch > 3:
            break
    for batch in loader:  #? loader: unknown, every epoch
        for part in batch:
            break
