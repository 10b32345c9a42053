from records import Records
from torch.utils.data import DataLoader

for record in DataLoader(Records("records.bin")):
    print(record)
