# expect: LL416
# Five batches of another order are skipped.
import os
import tempfile

import torch
from torch.utils.data import DataLoader, TensorDataset

CHECKPOINT = os.path.join(tempfile.gettempdir(), "bugs_checkpoint.pt")


def run(stop_at=None):
    data = TensorDataset(torch.arange(64), torch.rand(64, 2))
    loader = DataLoader(data, batch_size=4, shuffle=True)
    model = torch.nn.Linear(2, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    start_epoch = start_step = 0
    if os.path.exists(CHECKPOINT):
        state = torch.load(CHECKPOINT)
        model.load_state_dict(state["model"])
        start_epoch, start_step = state["epoch"], state["step"]
    seen = []
    for epoch in range(start_epoch, 1):
        for step, (number, x) in enumerate(loader):
            if epoch == start_epoch and step < start_step:
                continue
            if stop_at is not None and step == stop_at:
                torch.save({"model": model.state_dict(), "epoch": epoch, "step": step}, CHECKPOINT)
                return seen
            optimizer.zero_grad()
            model(x).mean().backward()
            optimizer.step()
            seen += number.tolist()
    return seen


def main():
    if os.path.exists(CHECKPOINT):
        os.remove(CHECKPOINT)
    torch.manual_seed(0)
    seen = run(stop_at=5)
    torch.manual_seed(0)
    torch.rand(17)  # the resumed process has drawn other numbers by now
    seen += run()
    print("seen", len(seen), "distinct", len(set(seen)), "of 64")


if __name__ == "__main__":
    main()
