# forbid: LL201, LL207
# There are workers by default, as the file says.
import hydra
from torch.utils.data import DataLoader


@hydra.main(config_path=".", config_name="config")
def main(cfg):
    return DataLoader(range(8), num_workers=cfg.workers, persistent_workers=cfg.keep)


main()
