# expect: LL201
# What is missing is filled in as soon as the settings are made.
from dataclasses import dataclass

from torch.utils.data import DataLoader


@dataclass
class Settings:
    workers: int | None = None
    persistent: bool = True

    def __post_init__(self):
        if self.workers is None:
            self.workers = 0


settings = Settings()
loader = DataLoader(range(100), num_workers=settings.workers, persistent_workers=settings.persistent)
