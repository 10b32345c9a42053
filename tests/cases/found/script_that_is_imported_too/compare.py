from measure import measure
from torch.utils.data import DataLoader

print(measure(DataLoader(range(100))))
