# expect: LL502
# The decorator fills a dataclass from the command line: what its fields are by default holds until somebody says otherwise.
from dataclasses import dataclass, field

from draccus_like import parser
from torch.utils.data import DataLoader


@dataclass
class Loading:
    num_workers: int = 4


@dataclass
class Settings:
    epochs: int = 10
    loading: Loading = field(default_factory=Loading)


def loader_of(cfg: Settings, rows):
    return DataLoader(rows, batch_size=8, shuffle=True, num_workers=cfg.loading.num_workers)


@parser.wrap()
def train(cfg: Settings):
    loader = loader_of(cfg, rows=range(100))
    for epoch in range(cfg.epochs):
        for batch in loader:
            net(batch).sum().backward()
            optimizer.step()


if __name__ == "__main__":
    train()
