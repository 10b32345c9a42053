"""What the main process does to a dataset between epochs."""

from torch.utils.data import DataLoader, Dataset


class Images(Dataset):
    def __init__(self):
        self.epoch = 0

    def __getitem__(self, index):
        return index + self.epoch

    def set_epoch(self, epoch):
        self.epoch = epoch  #? sets epoch

    def size(self):
        return 3


images = Images()
loader = DataLoader(images, num_workers=2, persistent_workers=True)
for epoch in range(10):
    images.set_epoch(epoch)  #? sets epoch
    for batch in loader:  #? loader: unknown, every epoch
        print(batch)

for epoch in range(10):
    loader.dataset.epoch = epoch  #? sets epoch
    for batch in loader:  #? loader: unknown, every epoch
        print(batch)

for epoch in range(10):
    shuffle_names(images)  #? may change the dataset
    for batch in loader:  #? loader: unknown, every epoch
        print(batch)

for epoch in range(10):
    for batch in loader:  #? loader: unknown, every epoch
        print(batch)
