"""Batches that are taken one by one, with `next`."""

from torch.utils.data import DataLoader

loader = DataLoader([1, 2], shuffle=True)

batches = iter(loader)
for step in range(1000):
    batch = next(batches)  #? loader: training, by next
    batch.backward()
    optimizer.step()

for epoch in range(10):
    batches = iter(loader)
    for step in range(100):
        next(batches).backward()  #? loader: training, every epoch, by next
        optimizer.step()

for epoch in range(10):
    batch = next(iter(loader))  #? loader: its first batch again
    print(batch)

print(next(iter(loader)))

if loader:
    for epoch in range(10):
        if epoch == 0:
            print(next(iter(loader)))
