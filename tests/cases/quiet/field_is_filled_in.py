# forbid: LL201
# What is missing is filled in as soon as the settings are made.
from dataclasses import dataclass

from torch.utils.data import DataLoader


@dataclass
class Settings:
    workers: int = 0
    persistent: bool | None = True

    def __post_init__(self):
        if self.persistent:
            self.persistent = self.workers > 0


settings = Settings()
loader = DataLoader(range(100), num_workers=settings.workers, persistent_workers=settings.persistent)
