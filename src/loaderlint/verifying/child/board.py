"""What the processes of a program know of each other: who tries the loaders of a site, and whether that is done."""

from __future__ import annotations

import os
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from loaderlint.verifying.child.rank import rank_of


class Board:
    """Files in a folder that all processes know, of the sites of this program or of this rank of it.

    The first process that builds a loader at a site tries it. Those that are `shared` are tried by each process.
    """

    def __init__(self, folder: Path, sites: int, rank: str, shared: Collection[int]) -> None:
        self._sites = [folder / f"site-{rank}-{number}" for number in range(sites)]
        self._shared = shared
        for site in self._sites:
            site.mkdir(exist_ok=True)

    def take(self, site: int) -> bool:
        """Take a site for this process; return whether it is this one's, and not another's."""
        own = Path(str(os.getpid()))
        with suppress(FileExistsError):
            self._taken(site).symlink_to(own)  # which makes it and says whose it is at once
        return self._taken(site).readlink() == own

    def is_taken(self, site: int) -> bool:
        """Whether a process has yet to try what it built for a site, or is about it."""
        return len(list(self._sites[site].glob("taken*"))) > len(self._done(site))

    def finish(self, site: int) -> None:
        """Note that there is nothing more that this process tries at a site."""
        (self._sites[site] / f"done-{os.getpid()}").touch()

    @property
    def is_finished(self) -> bool:
        """Whether there is nothing more to try: shared sites were tried by all ranks that belong to this one."""
        _, ranks = rank_of()
        return all(len(self._done(site)) >= (ranks if site in self._shared else 1) for site in range(len(self._sites)))

    def _taken(self, site: int) -> Path:
        return self._sites[site] / (f"taken-{os.getpid()}" if site in self._shared else "taken")

    def _done(self, site: int) -> list[Path]:
        return list(self._sites[site].glob("done-*"))
