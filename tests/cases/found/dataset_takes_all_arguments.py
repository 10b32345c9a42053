# expect: LL312
# The class takes what comes to it through two functions.
from PIL import Image
from torch.utils.data import DataLoader, Dataset


class Birds(Dataset):
    def __init__(self, root="data", train=True):
        self.names = [root, train]

    def __len__(self):
        return len(self.names)

    def __getitem__(self, index):
        return Image.open(self.names[index])


KINDS = {"birds": Birds}


def build(kind, *args, **kwargs):
    return KINDS[kind](*args, **kwargs)


def main(root):
    for batch in DataLoader(build("birds", root=root, train=False), batch_size=4):
        print(batch)
