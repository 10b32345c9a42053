# forbid: LL101
# As in `transforms_of_monai_seeded_once`, but the name of the loader means that of MONAI, which was imported last.
from monai.apps import DecathlonDataset
from monai.transforms import Compose, LoadImaged, RandFlipd
from torch.utils.data import DataLoader, Subset

from monai.data import DataLoader  # noqa: F811

steps = Compose([LoadImaged(keys=["image"]), RandFlipd(keys=["image"], prob=0.5)]).set_random_state(seed=1)
scans = DecathlonDataset("data", "Task01_BrainTumour", transform=steps, section="training", cache_rate=0.0)

if __name__ == "__main__":
    for batch in DataLoader(Subset(scans, range(10)), num_workers=3):
        print(batch["image"].shape)
