# expect: LL101
# As in `call_lacks_an_argument`, but the call says that the flip is drawn.
import albumentations as A
import numpy as np
from torch.utils.data import DataLoader, Dataset


class Faces(Dataset):
    def __init__(self, rows, flip):
        self.rows = rows
        steps = [A.HorizontalFlip(p=0.5), A.CenterCrop(height=64, width=64)]
        if not flip:
            steps = steps[1:]
        self.transform = A.Compose(steps)

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return self.transform(image=np.array(self.rows[index]))["image"]


def compare(rows, net):
    for batch in DataLoader(Faces(rows=rows, flip=True), batch_size=8, num_workers=4):
        net(batch)
