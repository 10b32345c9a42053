# expect: LL302 as error
# A library's transform puts each sample on the GPU, in the workers.
from monai.data import DataLoader, Dataset
from monai.transforms import Compose, EnsureTyped, LoadImaged

KEYS = ["image", "label"]


def main():
    steps = Compose([LoadImaged(keys=KEYS), EnsureTyped(keys=KEYS, device="cuda:0")])
    for batch in DataLoader(Dataset([{"image": "a.nii", "label": "b.nii"}], transform=steps), num_workers=2):
        print(batch["image"].mean())


if __name__ == "__main__":
    main()
