# expect: LL301
# forbid: LL210
"""Settings that have a dataset built inside another, and a function given with some arguments."""

import hydra
import torch

from data import loader_for


@hydra.main(config_path="conf", config_name="train")
def main(cfg):
    stored = hydra.utils.instantiate(cfg.data)
    loader = loader_for(stored, cfg.workers)
    model = torch.nn.Linear(10, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(100):
        for batch in loader:
            loss = model(batch).sum()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()


if __name__ == "__main__":
    main()
