# forbid: LL201
# The settings around them put those for the loader right.
from dataclasses import dataclass, field

from torch.utils.data import DataLoader


@dataclass
class ForLoader:
    workers: int = 0
    persistent: bool = True


@dataclass
class Settings:
    epochs: int = 3
    loader: ForLoader = field(default_factory=ForLoader)

    def __post_init__(self):
        if self.loader.workers == 0:
            self.loader.persistent = False


settings = Settings(loader=ForLoader(workers=0))
loader = DataLoader(range(100), num_workers=settings.loader.workers, persistent_workers=settings.loader.persistent)
