# forbid: LL201, LL207
# The file says 0 workers; the program makes another number of it before the loader is built.
import yaml
from torch.utils.data import DataLoader

with open("settings.yaml") as file:
    settings = yaml.safe_load(file)
settings["workers"] = 4
loader = DataLoader(range(8), num_workers=settings["workers"], persistent_workers=settings["keep"])
