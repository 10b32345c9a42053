# expect: LL901 as error
from torch.utils.data import DataLoader

for batch in DataLoader(range(10)):
    print 'batch', batch
