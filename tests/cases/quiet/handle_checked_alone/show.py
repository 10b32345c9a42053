from items import Records
from torch.utils.data import DataLoader

for record in DataLoader(Records("records.bin"), num_workers=0):
    print(record)
