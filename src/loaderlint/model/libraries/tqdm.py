"""Progress bars: tqdm in all its modules and as others hand it on, rich, alive-progress and fastprogress."""

from __future__ import annotations

from typing import Final

from loaderlint.model.libraries.facts import Fact, Passes

ALIASES: Final[dict[str, str]] = {}

FACTS: Final = (
    Fact("tqdm.**", harmless=True, plain=True),
    Fact("tqdm.**.tqdm", passes=Passes.FIRST),
    Fact("tqdm.**.tqdm_notebook", passes=Passes.FIRST),
    Fact("tqdm.**.trange", counts=True),
    *(
        Fact(f"{package}.tqdm", passes=Passes.FIRST, harmless=True, plain=True)
        for package in ("accelerate.utils", "datasets", "huggingface_hub.utils", "transformers.utils.logging")
    ),
    Fact("rich.progress.track", passes=Passes.FIRST),
    Fact("rich.progress.Progress", harmless=True),
    Fact("rich.progress.Progress.track", passes=Passes.FIRST),
    Fact("alive_progress.alive_it", passes=Passes.FIRST),
    Fact("fastprogress.**.master_bar", passes=Passes.FIRST),
    Fact("fastprogress.**.progress_bar", passes=Passes.FIRST),
)
