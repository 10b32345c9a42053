from dataclasses import dataclass


@dataclass
class Settings:
    name: str
    workers: int = 0


def settings_for(name):
    return Settings(name=name)
