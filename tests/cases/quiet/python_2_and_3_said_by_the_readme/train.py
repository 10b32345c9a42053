# expect: LL901 as advice
from torch.utils.data import DataLoader

for batch in DataLoader(range(10)):
    print 'batch', batch
