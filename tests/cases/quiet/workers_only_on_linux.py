# forbid: LL304
# Where workers are spawned there are none: the program asks for the platform.
import platform

from torch.utils.data import DataLoader

rows = list(range(100))
if platform.system() == "Linux":
    loader = DataLoader(rows, batch_size=4, num_workers=8)
else:
    loader = DataLoader(rows, batch_size=4, num_workers=0)
for batch in loader:
    print(batch)
