# forbid: LL201
# As in the program of the same name, but what the program sets is more than none.
from settings import settings_for
from torch.utils.data import DataLoader
from torchvision.datasets import ImageFolder


class Trainer:
    def __init__(self, settings):
        self.loader = DataLoader(ImageFolder("images"), num_workers=settings.workers, persistent_workers=True)


def main():
    settings = settings_for("small")
    print_as = settings.name
    settings.workers = 4
    trainer = Trainer(settings)
    print(print_as, len(trainer.loader))


if __name__ == "__main__":
    main()
