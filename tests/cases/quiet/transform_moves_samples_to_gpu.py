# forbid: LL302
# The CPU by name or by default, no workers, and a transform that is called on the batch in the main process.
from monai.data import DataLoader, Dataset
from monai.transforms import Compose, EnsureTyped, LoadImaged, ToDeviced

KEYS = ["image", "label"]
FILES = [{"image": "a.nii", "label": "b.nii"}]


def main():
    on_cpu = Compose([LoadImaged(keys=KEYS), EnsureTyped(keys=KEYS, device="cpu"), EnsureTyped(keys=KEYS)])
    on_gpu = Compose([LoadImaged(keys=KEYS), ToDeviced(keys=KEYS, device="cuda")])
    move = ToDeviced(keys=KEYS, device="cuda")
    for batch in DataLoader(Dataset(FILES, transform=on_cpu), num_workers=2):
        print(move(batch)["image"].mean())
    for batch in DataLoader(Dataset(FILES, transform=on_gpu), num_workers=0):
        print(batch["image"].mean())


if __name__ == "__main__":
    main()
