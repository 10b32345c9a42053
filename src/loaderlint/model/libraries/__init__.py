"""What libraries do, as data: one file for each library, looked up by the path of a thing.

Several paths can lead to one thing. It is known by one of them, its canonical path, and facts are about that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from typing import Final

from loaderlint.model.libraries import (
    accelerate,
    albumentations,
    datasets,
    ignite,
    imgaug,
    kornia,
    lightning,
    monai,
    more_datasets,
    numpy,
    opencv,
    pillow,
    readers,
    scikit_learn,
    sentence_transformers,
    servers,
    settings,
    stdlib,
    timm,
    torch,
    torch_geometric,
    torchdata,
    torchvision,
    tqdm,
    transformers,
    webdataset,
)
from loaderlint.model.libraries.facts import NOTHING, Fact

_MODULES = (
    stdlib, numpy, torch, torch_geometric, torchdata, torchvision, albumentations, imgaug, monai, kornia, opencv,
    pillow, readers, scikit_learn, sentence_transformers, servers, lightning, ignite, accelerate, transformers,
    datasets, webdataset, timm, more_datasets, tqdm, settings,
)  # fmt: skip

#: All that is known, and where things are known by another path.
FACTS: Final = tuple(fact for module in _MODULES for fact in module.FACTS)
ALIASES: Final = {path: canonical for module in _MODULES for path, canonical in module.ALIASES.items()}

_GLOB = frozenset("*[?")


class Libraries:
    """Tells what is known of things of libraries. `own` facts, on top of the others, are the user's.

    `fluent` are the names of methods that return the object itself, in one library or another, `looping` those of what
    goes through loaders, and `keeping` those of attributes that hold what an object was made with.
    """

    def __init__(self, facts: Iterable[Fact] = FACTS, own: Iterable[Fact] = ()) -> None:
        self._things: dict[str, Fact] = {}
        self._below: dict[str, list[Fact]] = {}  # of everything in a library
        self._named: dict[str, list[tuple[str, Fact]]] = {}  # by name, in a module (`random.`) or below one (`random`)
        for fact in facts:
            self._add(fact)
        for fact in own:
            known = self._things.get(fact.path)
            self._add(fact if known is None else fact.over(known))
        self._known: dict[str, Fact] = {}
        every = [*self._things.values(), *(f for below in self._below.values() for f in below)]
        every += [f for named in self._named.values() for _, f in named]
        self.looping = frozenset(path.rpartition(".")[2] for path, fact in self._things.items() if fact.loop)
        self.keeping = frozenset(path.rpartition(".")[2] for path, f in self._things.items() if f.keeps_arguments)
        self._around = {path[:end] for path in self._things for end, mark in enumerate(path) if mark == "."}
        self.fluent = frozenset(method for fact in every for method in fact.fluent or ())

    def _add(self, fact: Fact) -> None:
        package, _, name = fact.path.rpartition(".")
        if name == "**":
            self._below.setdefault(package, []).append(fact)
        elif package.endswith(".**"):
            self._named.setdefault(package.removesuffix(".**"), []).append((name, fact))
        elif _GLOB & set(name):
            self._named.setdefault(f"{package}.", []).append((name, fact))
        else:
            self._things[fact.path] = fact

    @staticmethod
    def canonical(path: str, aliases: Mapping[str, str] = ALIASES) -> str:
        """Return the path that the thing at `path` is known by."""
        end = len(path)
        while end > 0:
            if (known := aliases.get(path[:end])) is not None:
                path = known + path[end:]
                end = len(path)
            else:
                end = path.rfind(".", 0, end)
        return path

    def fact(self, path: str) -> Fact:
        """Return what is known of the thing at a canonical path."""
        found = self._known.get(path)
        if found is None:
            found = self._known[path] = self._find(path)
        return found

    def has(self, path: str) -> bool:
        """Whether anything is known of the thing at a canonical path, or of what it has."""
        return path in self._around or bool(self.fact(path).path)

    def _find(self, path: str) -> Fact:
        parts = path.split(".")
        packages = [".".join(parts[:end]) for end in range(len(parts), 0, -1)]
        found = self._things.get(path)
        for key in (f"{packages[1]}.", *packages[1:]) if found is None and len(parts) > 1 else ():
            found = next((f for name, f in self._named.get(key, ()) if fnmatchcase(parts[-1], name)), None)
            if found is not None:
                break
        for package in packages:
            for general in self._below.get(package, ()):
                found = general if found is None else found.over(general)
        return found or NOTHING


#: What is known without the user's own facts.
LIBRARIES: Final = Libraries()
