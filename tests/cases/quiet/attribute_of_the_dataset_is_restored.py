# forbid: LL306
# Every epoch ends with an assignment that writes back what was read from the same attribute: nothing changes.
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
    for batch in loader:
        print(mode, batch)
    loader.dataset.mode = mode


def main():
    loader = DataLoader(Captions(["a", "b"], "text"), num_workers=2, persistent_workers=True)
    for _ in range(10):
        evaluate(loader)


if __name__ == "__main__":
    main()
