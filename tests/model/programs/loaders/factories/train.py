"""Loaders that other files build: the answer is given at the call that leads there."""

import data
from data import Loader, build, build_all

build(4)  #? num_workers=4 shuffle=True dataset=Images() drop_last=False by default
data.build(num_workers=0, train=False)  #? num_workers=0 shuffle=False
build_all(2)  #? num_workers=2; num_workers=0
Loader(data.Images(), 8)  #? batch_size=8 num_workers=6 shuffle=None by default dataset=Images()
Loader([1, 2])  #? batch_size=16 num_workers=6
