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


a = DataLoader(Kept(generate()), num_workers=2)  #? loader, numbered, over Kept, LL303 advice
b = DataLoader(Kept(os.walk("a")), num_workers=2)  #? loader, numbered, over Kept, LL303 advice
c = DataLoader(Kept(os.scandir("a")), num_workers=2)  #? loader, numbered, over Kept, LL303 advice
d = DataLoader(Kept(glob.iglob("a")), num_workers=2)  #? loader, numbered, over Kept, LL303 advice
e = DataLoader(Kept(re.finditer("a", "b")), num_workers=2)  #? loader, numbered, over Kept, LL303 advice
f = DataLoader(Kept(Path("a").glob("*")), num_workers=2)  #? loader, numbered, over Kept, LL303 advice
g = DataLoader(Kept(threading.Lock()), num_workers=2)  #? loader, numbered, over Kept, LL303 advice
h = DataLoader(Kept(threading.RLock()), num_workers=2)  #? loader, numbered, over Kept, LL303 advice
i = DataLoader(Kept(threading.Event()), num_workers=2)  #? loader, numbered, over Kept, LL303 advice
j = DataLoader(Kept(threading.Condition()), num_workers=2)  #? loader, numbered, over Kept, LL303 advice
k = DataLoader(Kept(threading.Semaphore()), num_workers=2)  #? loader, numbered, over Kept, LL303 advice
l = DataLoader(Kept(threading.local()), num_workers=2)  #? loader, numbered, over Kept, LL303 advice
m = DataLoader(Kept(queue.Queue()), num_workers=2)  #? loader, numbered, over Kept, LL303 advice
n = DataLoader(Kept(Path("a").rglob("*")), num_workers=2)  #? loader, numbered, over Kept, LL303 advice
o = DataLoader(Kept(Path("a").iterdir()), num_workers=2)  #? loader, numbered, over Kept, LL303 advice
p = DataLoader(Kept([1]), num_workers=2)  #? loader, numbered, over Kept
