# forbid: LL201, LL207
# The file cannot be read as YAML: nothing is known of it.
import yaml
from torch.utils.data import DataLoader

settings = yaml.safe_load(open("settings.yaml"))
loader = DataLoader(range(8), num_workers=settings["workers"], persistent_workers=True)
