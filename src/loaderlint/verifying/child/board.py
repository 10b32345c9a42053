"""What the processes of a program know of each other: who tries the loaders of a site, and whether that is done."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


class Board:
    """Files in a folder that all processes know, of those that belong to one rank."""

    def __init__(self, folder: Path, sites: int, rank: str) -> None:
        self._files = [folder / f"site-{rank}-{number}" for number in range(sites)]

    def take(self, site: int) -> bool:
        """Take a site for this process; return whether it is this one's, and not another's."""
        own = Path(str(os.getpid()))
        with suppress(FileExistsError):
            self._files[site].symlink_to(own)  # which makes it and says whose it is at once
        return self._files[site].readlink() == own

    def is_taken(self, site: int) -> bool:
        """Whether a process has yet to try what it built for a site, or is about it."""
        return self._files[site].is_symlink() and not self._files[site].with_suffix(".done").exists()

    def finish(self, site: int) -> None:
        """Note that there is nothing more to try at a site."""
        self._files[site].with_suffix(".done").touch()

    @property
    def is_finished(self) -> bool:
        """Whether that is so of all sites."""
        return all(file.with_suffix(".done").exists() for file in self._files)
