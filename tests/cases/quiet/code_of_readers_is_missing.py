# expect: LL901 as advice
# A course asks its readers for code, without which this is indented too deeply.
from torch.utils.data import DataLoader

for batch in DataLoader(range(10)):
    print(batch)
    """
    Write your code here
    """
        print(batch)
