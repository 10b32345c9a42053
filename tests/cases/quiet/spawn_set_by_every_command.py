# forbid: LL301 as error, LL301 as warning
"""Each command asks for spawned workers, and the archive does not go to them: they open it anew."""

import zipfile

import click
import torch
from torch.utils.data import DataLoader, Dataset


class Archive(Dataset):
    def __init__(self, path):
        self.path = path
        self.archive = None
        self.names = self.opened().namelist()

    def opened(self):
        if self.archive is None:
            self.archive = zipfile.ZipFile(self.path)
        return self.archive

    def __getstate__(self):
        return dict(self.__dict__, archive=None)

    def __len__(self):
        return len(self.names)

    def __getitem__(self, index):
        return len(self.opened().read(self.names[index]))


def sizes(path):
    for batch in DataLoader(Archive(path), batch_size=8, num_workers=3):
        print(batch)


@click.group()
def main():
    """Tell the sizes."""


@main.command()
@click.option("--path", required=True)
def tell(path):
    torch.multiprocessing.set_start_method("spawn")
    sizes(path)


@main.command()
@click.option("--path", required=True)
def count(path):
    torch.multiprocessing.set_start_method("spawn")
    sizes(path)


if __name__ == "__main__":
    main()
