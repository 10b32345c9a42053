"""Options of a loader: positional, by keyword, from dicts, and left out."""

import sys

from torch.utils.data import DataLoader

data = list(range(100))

DataLoader(data)  #? batch_size=1 by default shuffle=None by default num_workers=0 by default workers=no
DataLoader(data, 32, True)  #? batch_size=32 shuffle=True sampler=None by default
DataLoader(data, 32, False, None, None, 4, None, True, True)  #? num_workers=4 pin_memory=True drop_last=True workers=yes
DataLoader(dataset=data, num_workers=2)  #? dataset=list() num_workers=2 workers=yes
DataLoader(data, num_workers=0 if sys.argv else 4)  #? num_workers=0 | 4 workers=?
DataLoader(data, num_workers=len(sys.argv))  #? num_workers=len() workers=?
DataLoader(data, timeout=30, prefetch_factor=4, persistent_workers=True)  #? timeout=30 prefetch_factor=4 persistent_workers=True
DataLoader(data, *sys.argv)  #? num_workers=? shuffle=?

options = {"num_workers": 4, "shuffle": True}
DataLoader(data, **options)  #? num_workers=4 shuffle=True drop_last=False by default workers=yes
DataLoader(data, batch_size=8, **dict(options, shuffle=False))  #? batch_size=8 num_workers=4 shuffle=False
DataLoader(data, **options, **{"timeout": 10})  #? num_workers=4 timeout=10
DataLoader(data, **(options | {"pin_memory": True}))  #? num_workers=4 pin_memory=True
DataLoader(data, **options.copy())  #? num_workers=4
DataLoader(data, **undefined)  #? num_workers=? workers=?

if "--fast" in sys.argv:
    options["num_workers"] = 8
    options["pin_memory"] = True
DataLoader(data, **options)  #? num_workers=4 | 8 pin_memory=True | False workers=yes

one = DataLoader(data, num_workers=1) if sys.argv else DataLoader(data)  #? num_workers=1; num_workers=0 by default

base = {"num_workers": 4}
DataLoader(data, **{**base, "shuffle": True})  #? num_workers=4 shuffle=True
DataLoader(data, **base)  #? num_workers=4 workers=yes


class Handing(DataLoader):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)


Handing([1], 2, num_workers=3)  #? batch_size=2 shuffle=None by default num_workers=3
Handing(*positional)  #? batch_size=? num_workers=?
