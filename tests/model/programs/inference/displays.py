"""Lists, tuples and sets, and the parts of what libraries give."""

import h5py
import torch
from torch.utils.data import random_split

sizes = [16, 32, 64]
sizes  #? [16, 32, 64]
sizes[0]  #? 16
sizes[-1]  #? 64
sizes[3]  #? ?  # raises
sizes[1:]  #? [*16, *32, *64]  # could be [32, 64]
(1, 2)[1]  #? 2
[*sizes, 128][0]  #? ?  # could be 16
{1, 2}  #? {1, 2}

number = 1
sizes[number]  #? 32

pairs = [(1, "a"), (2, "b")]
pairs[1][1]  #? 'b'
for number, letter in pairs:
    number  #? 1 | 2
    letter  #? 'a' | 'b'

train, val = random_split(range(10), [8, 2])
train  #? torch.utils.data.random_split()[0]
val  #? torch.utils.data.random_split()[1]

archive = h5py.File("images.h5")
archive["images"]  #? h5py.File()[str]
archive["images"][0]  #? ?
archive.attrs["mean"]  #? h5py.File().attrs[str]

torch.zeros(3).mean()  #? torch.zeros.mean()

growing = []
growing = [growing, 1]
growing  #? [[], 1]

[1] + [2]  #? [1, 2]
sizes + [128]  #? [16, 32, 64, 128]
(1, 2) + (3,)  #? (1, 2, 3)
[number] + undefined  #? ?
{1} + {2}  #? ?  # raises
3 * [[16]]  #? [[16]]  # three of them
[[16]] * undefined  #? [[16]]
[None] * 3  #? ?  # to be filled
longer = [16]
for size in range(3):
    longer = longer + [size]
longer  #? [16] | [16, ?]
