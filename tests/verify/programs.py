"""Programs that leave traces, hang or die: `verify` runs them, and afterwards all is as it was before.

Each stands below `HEAD`, and builds its loader in the line that ends with the comment `# here`.
"""

from __future__ import annotations

HEAD = """
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset, IterableDataset


class Noisy(Dataset):
    def __init__(self, length=64):
        self.length = length
        self.rng = np.random.default_rng(0)

    def __len__(self):
        return self.length

    def __getitem__(self, index):
        prepare(index)
        return torch.full((4,), float(index)) + float(self.rng.normal())


def prepare(index):
    pass


def train(loader):
    weights = torch.zeros(4, requires_grad=True)
    optimizer = torch.optim.SGD([weights], lr=0.1)
    for epoch in range(2):
        for batch in loader:
            (batch * weights).sum().backward()
            optimizer.step()
            optimizer.zero_grad()
    torch.save(weights, "model.pt")
    print("trained to the end")
"""

#: Where a program runs on from its first loader to a second one.
TWO_LOADERS = {
    "a database, weights and pictures of a run": """
import sqlite3


def evaluate(weights):
    loader = DataLoader(Noisy(32), batch_size=8, num_workers=2)  # second
    return sum((batch @ weights).mean().item() for batch in loader)


if __name__ == "__main__":
    loader = DataLoader(Noisy(), batch_size=8, num_workers=2, shuffle=True)  # here
    weights = torch.zeros(4, requires_grad=True)
    optimizer = torch.optim.SGD([weights], lr=0.1)
    database = sqlite3.connect("metrics.db")
    database.execute("create table if not exists metrics (epoch, loss)")
    for epoch in range(3):
        total = 0.0
        for batch in loader:
            loss = (batch @ weights).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item()
        database.execute("insert into metrics values (?, ?)", (epoch, total))
        database.commit()
        np.save("last.npy", weights.detach().numpy())
        with open("last.pt", "r+b") as file:
            os.write(file.fileno(), bytes(8))
        history = np.lib.format.open_memmap("history.npy", mode="r+")
        history[epoch] = total
        history.flush()
        evaluate(weights.detach())
    print("trained to the end")
""",
    "gradients without an optimizer": """
if __name__ == "__main__":
    loader = DataLoader(Noisy(), batch_size=8, num_workers=2, shuffle=True)  # here
    weights = torch.zeros(4, requires_grad=True)
    evaluation = None
    for epoch in range(3):
        for batch in loader:
            (gradient,) = torch.autograd.grad((batch * weights).sum(), weights)
            weights = (weights - 0.1 * gradient).detach().requires_grad_()
        if evaluation is None:
            evaluation = DataLoader(Noisy(32), batch_size=8, num_workers=2)  # second
        with open("log.csv", "a") as file:
            file.write("epoch\\n")
    print("trained to the end")
""",
    "a mean over the batches of an epoch": """
if __name__ == "__main__":
    loader = DataLoader(Noisy(), batch_size=8, num_workers=2, shuffle=True)  # here
    weights = torch.zeros(4, requires_grad=True)
    for epoch in range(2):
        count = 0
        for batch in loader:
            (batch * weights).sum().backward()
            count += 1
        print("batches", 8 // count)
        for batch in DataLoader(Noisy(32), batch_size=8, num_workers=2):  # second
            pass
    print("trained to the end")
""",
}

#: Programs whose workers import torch anew, or make a sample slowly.
SLOW = ("workers by spawn", "workers by forkserver", "a default of spawn", "ranks of its own", "slow items")

LOADER = "DataLoader(Noisy(), batch_size=8, num_workers=2, shuffle=True)"

PROGRAMS = {
    "a child that is ended at exit": f"""
import atexit

if __name__ == "__main__":
    child = subprocess.Popen(["sleep", "987"], start_new_session=True)
    atexit.register(child.kill)
    train({LOADER})  # here
""",
    "daemons": f"""
if __name__ == "__main__":
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(987)"], start_new_session=True)
    subprocess.Popen(["sleep", "987"])
    threading.Thread(target=lambda: [time.sleep(1) for _ in range(987)]).start()
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            while True:
                open("heartbeat", "a").close()
                time.sleep(0.1)
        os._exit(0)
    train({LOADER})  # here
""",
    "an output folder made anew": f"""
if __name__ == "__main__":
    shutil.rmtree("out", ignore_errors=True)
    os.makedirs("out")
    open("out/arguments.txt", "w").write("run")
    train({LOADER})  # here
""",
    "files of items": f"""
def prepare(index):
    os.makedirs("cache", exist_ok=True)
    with open(f"cache/{{index}}.txt", "a") as file:
        file.write(str(os.getpid()))
    if os.path.exists("notes.txt"):
        os.remove("notes.txt")


if __name__ == "__main__":
    train({LOADER})  # here
""",
    "a script without a guard": """
open("imported.txt", "a").write("import\\n")
loader = DataLoader(Noisy(), batch_size=8, num_workers=2, shuffle=True)  # here
weights = torch.zeros(4, requires_grad=True)
for batch in loader:
    (batch * weights).sum().backward()
""",
    "an endless stream": """
class Endless(IterableDataset):
    def __init__(self):
        self.rng = np.random.default_rng(0)

    def __iter__(self):
        while True:
            yield torch.full((4,), float(self.rng.normal()))


if __name__ == "__main__":
    train(DataLoader(Endless(), batch_size=8, num_workers=2))  # here
""",
    "large samples": """
class Large(Noisy):
    def __getitem__(self, index):
        return torch.zeros(2**21) + float(self.rng.normal())


if __name__ == "__main__":
    for batch in DataLoader(Large(32), batch_size=2, num_workers=2):  # here
        np.save("batch.npy", batch.numpy())
""",
    "workers by spawn": """
if __name__ == "__main__":
    train(DataLoader(Noisy(), batch_size=8, num_workers=2, multiprocessing_context="spawn"))  # here
""",
    "workers by forkserver": """
if __name__ == "__main__":
    train(DataLoader(Noisy(), batch_size=8, num_workers=2, multiprocessing_context="forkserver"))  # here
""",
    "a default of spawn": f"""
if __name__ == "__main__":
    torch.multiprocessing.set_start_method("spawn", force=True)
    train({LOADER})  # here
""",
    "ranks of its own": """
import torch.distributed as dist
from torch.utils.data.distributed import DistributedSampler


def run(rank, world):
    dist.init_process_group("gloo", init_method=f"file://{os.path.abspath('meeting')}", rank=rank, world_size=world)
    data = Noisy()
    sampler = DistributedSampler(data, num_replicas=world, rank=rank)
    train(DataLoader(data, batch_size=8, num_workers=2, sampler=sampler))  # here
    dist.destroy_process_group()


if __name__ == "__main__":
    torch.multiprocessing.spawn(run, args=(2,), nprocs=2)
""",
    "a fault in the main process": f"""
if __name__ == "__main__":
    loader = {LOADER}  # here
    open("begun.txt", "w").close()
    import ctypes

    ctypes.string_at(0)
""",
    "an end on the spot": f"""
if __name__ == "__main__":
    loader = {LOADER}  # here
    open("begun.txt", "w").close()
    os._exit(4)
""",
    "a worker that sleeps": f"""
def prepare(index):
    open("begun.txt", "w").close()
    if index == 5:
        time.sleep(987)


if __name__ == "__main__":
    train({LOADER})  # here
""",
    "a worker in a deadlock": f"""
def prepare(index):
    open("begun.txt", "w").close()
    if index == 5:
        lock = threading.Lock()
        lock.acquire()
        lock.acquire()


if __name__ == "__main__":
    train({LOADER})  # here
""",
    "a worker without memory": f"""
def prepare(index):
    if index == 5:
        import resource

        open("begun.txt", "w").close()
        resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
        held = []
        while True:
            held.append(np.empty(2**24))


if __name__ == "__main__":
    train({LOADER})  # here
""",
    "slow items": f"""
def prepare(index):
    open("begun.txt", "w").close()
    time.sleep(0.5)


if __name__ == "__main__":
    train({LOADER})  # here
""",
    "data in the folder for temporary files": f"""
if __name__ == "__main__":
    with open(os.path.join(tempfile.gettempdir(), "data.txt")) as file:
        assert file.read() == "kept"
    tempfile.mkstemp()
    os.remove(file.name)
    train({LOADER})  # here
""",
    "files all over": f"""
import sqlite3

if __name__ == "__main__":
    mark = os.environ["MARK"]
    for folder in ("~", "~/.cache/deep", "/var/tmp", "/dev/shm", "/tmp"):
        folder = os.path.expanduser(folder)
        os.makedirs(folder, exist_ok=True)
        with open(f"{{folder}}/{{mark}}", "w") as file:
            file.write(mark)
    os.symlink(os.path.expanduser("~"), "home")
    open("home/through-a-link", "w").close()
    os.rename("notes.txt", "moved.txt")
    os.link("moved.txt", "linked.txt")
    os.chmod("out", 0o700)
    os.utime("out/old.txt", (0, 0))
    os.truncate("history.npy", 3)
    shutil.rmtree(os.path.expanduser("~/kept"))
    with sqlite3.connect("metrics.db") as database:
        database.execute("pragma journal_mode = wal")
        database.execute("drop table metrics")
    train({LOADER})  # here
""",
}
