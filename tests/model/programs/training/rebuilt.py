"""Loaders that a loop over epochs builds anew."""

from torch.utils.data import DataLoader

data = [1, 2]

for epoch in range(10):
    loader = DataLoader(data, shuffle=True)  #? loader: rebuilt in every epoch
    for batch in loader:  #? loader: unknown
        print(batch)

for epoch in range(10):
    data = data + [epoch]
    grown = DataLoader(data)
    for batch in grown:  #? grown: unknown
        print(batch)

for fold in range(5):
    folded = DataLoader([1, 2])
    for batch in folded:  #? folded: unknown
        print(batch)
