# expect: LL303
# As in `loader_that_the_program_leaves_unused`, but the program goes through both.
from torch.utils.data import DataLoader

rows = list(range(100))
train_loader = DataLoader(rows, num_workers=4, collate_fn=lambda samples: samples)
test_loader = DataLoader(rows, num_workers=4)

for batch in (*train_loader, *test_loader):
    print(batch)
