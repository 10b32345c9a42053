# expect: LL201
# Nothing changes the settings for the loader once they are made.
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


settings = Settings(loader=ForLoader(workers=0))
loader = DataLoader(range(100), num_workers=settings.loader.workers, persistent_workers=settings.loader.persistent)
