import glob
import os
import queue
import re
import threading
from pathlib import Path

from torch.utils.data import DataLoader, Dataset


class Kept(Dataset):
    def __init__(self, kept):
        self.kept = kept

    def __getitem__(self, index):
        return index


def generate():
    yield 1


a = DataLoader(Kept(generate()), num_workers=2)  #? loader, numbered, over Kept, LL303 warning
b = DataLoader(Kept(os.walk("a")), num_workers=2)  #? loader, numbered, over Kept, LL303 warning
c = DataLoader(Kept(os.scandir("a")), num_workers=2)  #? loader, numbered, over Kept, LL303 warning
d = DataLoader(Kept(glob.iglob("a")), num_workers=2)  #? loader, numbered, over Kept, LL303 warning
e = DataLoader(Kept(re.finditer("a", "b")), num_workers=2)  #? loader, numbered, over Kept, LL303 warning
f = DataLoader(Kept(Path("a").glob("*")), num_workers=2)  #? loader, numbered, over Kept, LL303 warning
g = DataLoader(Kept(threading.Lock()), num_workers=2)  #? loader, numbered, over Kept, LL303 warning
h = DataLoader(Kept(threading.RLock()), num_workers=2)  #? loader, numbered, over Kept, LL303 warning
i = DataLoader(Kept(threading.Event()), num_workers=2)  #? loader, numbered, over Kept, LL303 warning
j = DataLoader(Kept(threading.Condition()), num_workers=2)  #? loader, numbered, over Kept, LL303 warning
k = DataLoader(Kept(threading.Semaphore()), num_workers=2)  #? loader, numbered, over Kept, LL303 warning
l = DataLoader(Kept(threading.local()), num_workers=2)  #? loader, numbered, over Kept, LL303 warning
m = DataLoader(Kept(queue.Queue()), num_workers=2)  #? loader, numbered, over Kept, LL303 warning
n = DataLoader(Kept(Path("a").rglob("*")), num_workers=2)  #? loader, numbered, over Kept, LL303 warning
o = DataLoader(Kept(Path("a").iterdir()), num_workers=2)  #? loader, numbered, over Kept, LL303 warning
p = DataLoader(Kept([1]), num_workers=2)  #? loader, numbered, over Kept
