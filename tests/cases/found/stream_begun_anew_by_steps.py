# expect: LL402 as advice
# The steps are counted: only if they take more than one pass is the stream read again, in the same order.
from datasets import load_dataset
from torch.utils.data import DataLoader


def train(model, optimizer, steps):
    rows = load_dataset("stories", split="train", streaming=True).shuffle(buffer_size=1000)
    loader = DataLoader(rows.take(1000), batch_size=8)
    batches = iter(loader)
    for _ in range(steps):
        try:
            batch = next(batches)
        except StopIteration:
            batches = iter(loader)
            batch = next(batches)
        loss = model(batch["text"])
        loss.backward()
        optimizer.step()
