from functools import partial

from rows import Task

batches = partial(Task.batches, size=10, workers=2)

if __name__ == "__main__":
    rows = batches()
    batch = next(rows)
    while True:
        print(batch.mean())
        batch = next(rows)
