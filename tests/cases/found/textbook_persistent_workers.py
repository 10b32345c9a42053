# expect: LL201
from torch.utils.data import DataLoader

loader = DataLoader(range(100), batch_size=8, persistent_workers=True)
