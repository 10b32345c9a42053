# expect: LL303
# The file goes through one loader itself, and another file takes the other from it.
from torch.utils.data import DataLoader

rows = list(range(100))
train_loader = DataLoader(rows, num_workers=4, collate_fn=lambda samples: samples)
test_loader = DataLoader(rows, num_workers=4)

for batch in test_loader:
    print(batch)
