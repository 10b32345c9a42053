# expect: LL110
# The program that takes the parts does not seed torch.
from torch.utils.data import random_split


def split(rows):
    return random_split(rows, [80, 20])
