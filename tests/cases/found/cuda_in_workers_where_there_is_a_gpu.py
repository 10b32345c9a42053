# expect: LL302 as warning
import torch
from torch.utils.data import DataLoader, Dataset


class Images(Dataset):
    def __init__(self, share):
        self.share = share

    def __len__(self):
        return 100

    def __getitem__(self, index):
        image = torch.full((3, 8, 8), float(index))
        if not torch.cuda.is_available():
            return image
        return (image.to("cuda") * 2).cpu()


def main(share):
    for batch in DataLoader(Images(share), batch_size=4, num_workers=2):
        print(batch.mean())


if __name__ == "__main__":
    main(float(input()))
