# expect: LL901 as advice
# Whoever runs this has Python 2, and the project asks for no other.
from torch.utils.data import DataLoader

for batch in DataLoader(range(10)):
    print 'batch', batch
