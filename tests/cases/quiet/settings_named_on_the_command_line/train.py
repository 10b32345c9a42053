# forbid: LL201, LL207
# Which file is loaded is said on the command line, without a default: that one lies here means nothing.
import sys

import yaml
from torch.utils.data import DataLoader

settings = yaml.safe_load(open(sys.argv[1]))
loader = DataLoader(range(8), num_workers=settings["workers"], persistent_workers=True)
