# expect: LL201
# A program sets what it was given by a factory of another file.
from settings import settings_for
from torch.utils.data import DataLoader
from torchvision.datasets import ImageFolder


class Trainer:
    def __init__(self, settings):
        self.loader = DataLoader(ImageFolder("images"), num_workers=settings.workers, persistent_workers=True)


def main():
    settings = settings_for("small")
    print_as = settings.name
    settings.workers = 0
    trainer = Trainer(settings)
    print(print_as, len(trainer.loader))


if __name__ == "__main__":
    main()
