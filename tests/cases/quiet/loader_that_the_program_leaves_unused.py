# forbid: LL303
# The program goes through the other loader alone, and no file imports it: no worker gets the lambda.
from torch.utils.data import DataLoader

rows = list(range(100))
train_loader = DataLoader(rows, num_workers=4, collate_fn=lambda samples: samples)
test_loader = DataLoader(rows, num_workers=4)

for batch in test_loader:
    print(batch)
