# expect: LL306
# The mode is restored behind each epoch, but set to another before it, which the workers do not see.
from torch.utils.data import DataLoader, Dataset


class Captions(Dataset):
    def __init__(self, captions, mode):
        self.captions = captions
        self.mode = mode

    def __len__(self):
        return len(self.captions)

    def __getitem__(self, index):
        return self.captions[index] if self.mode == "text" else index


def evaluate(loader):
    mode = loader.dataset.mode
    loader.dataset.mode = "number"
    for batch in loader:
        print(mode, batch)
    loader.dataset.mode = mode


def main():
    loader = DataLoader(Captions(["a", "b"], "text"), num_workers=2, persistent_workers=True)
    for _ in range(10):
        evaluate(loader)


if __name__ == "__main__":
    main()
