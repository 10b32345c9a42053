"""Parameters that say in their annotation which dataset of the project they take."""

from typing import Optional

from torch.utils.data import Dataset


class Images(Dataset):
    pass


class Base(Dataset):
    pass


class Texts(Base):
    pass


class Plain:
    pass


def take(images: Images, text: "Texts", either: Optional[Images], both: Images | None, base: Base, plain: Plain):
    images  #? Images() | ?
    text  #? Texts() | ?
    either  #? Images() | ?
    both  #? Images() | ?
    base  #? ?
    plain  #? ?


def default(images: Images = None):
    images  #? None? | Images() | ?


def called(images: Images):
    images  #? 4


called(4)
