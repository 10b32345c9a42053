# forbid: LL304
# Lightning's trainer is started under the guard, and by a function.
import lightning as L
from torch.utils.data import DataLoader

from unseen import Net

loader = DataLoader(range(100), batch_size=4, shuffle=True, num_workers=4)


def main():
    L.Trainer(max_epochs=10).fit(Net(), loader)


if __name__ == "__main__":
    L.Trainer(max_epochs=1).validate(Net(), loader)
    main()
