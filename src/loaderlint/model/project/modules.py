"""Where the modules of a project lie, and what else around a file it is understood by: the pins of its libraries.

This much is asked again on every run, to see whether what was remembered still holds, so it is kept quick.
"""

# ruff: noqa: PTH117, PTH118, PTH120, PTH123, PTH202 - plain strings: making a Path of each costs more than all the rest

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from itertools import chain
from typing import TypeAlias

from loaderlint.model import limits
from loaderlint.model.project.decorated import decorated
from loaderlint.model.project.pinning_files import files_in, pinning, readmes

#: Never looked for in the project, whatever files lie beside the importer.
_LIBRARIES = frozenset(sys.stdlib_module_names) | {"torch", "numpy", "torchvision", "lightning", "pytorch_lightning"}

#: Libraries that are called what modules of projects are called too: in a package that rather means the library.
_ALSO_MODULES = {
    "accelerate", "albumentations", "clip", "composer", "datasets", "deepspeed", "evaluate", "fire", "hydra", "ignite",
    "kornia", "lhotse", "monai", "omegaconf", "pandas", "scipy", "skimage", "sklearn", "streaming", "timm",
    "tokenizers", "torchaudio", "torchdata", "torchmetrics", "tqdm", "transformers", "trl", "wandb", "webdataset",
    "yaml",
}  # fmt: skip

#: What a function or a class at the top level of a module begins with.
_HEADERS = (b"def ", b"class ", b"async def ", b"@")

_WORD = re.compile(rb"\w+")

#: What names something that does not get that name in the module: `from sources import name as other`.
_ELSEWHERE = re.compile(rb"\bfrom\s+[\w.]+\s+import\b|\b[\w.]+\s+as\b")

#: What has a folder installed.
_INSTALLING = {"pyproject.toml", "setup.cfg", "setup.py"}

#: What asks whether a file is run by itself.
_RUN_ITSELF = re.compile(rb"^if\s*\(?\s*__name__\s*==", re.MULTILINE)

#: What imports all names that another module has.
_ALL_NAMES = re.compile(rb"\bimport[\s\\]*\*")

#: What the names of settings files end in.
SETTINGS = (".yaml", ".yml", ".json", ".toml", ".ini", ".cfg", ".conf")

#: What else names of settings files of a format may end in.
_SAME_FORMAT = {".yaml": (".yml",), ".ini": (".cfg", ".conf")}

#: What the path of a settings file has that a user gives to a program, below the folder of that.
_OF_SETTINGS = re.compile("conf|cfg|param|setting|option|train|exp|recipe|default", re.IGNORECASE)

#: What settings for Hydra say that they have built, a class or a function of a module, and those of LightningCLI.
BUILDING = "_target_:"
_BUILDING = re.compile(rb"(?:_target_|class_path):\s*[\"']?([\w.]+)")

#: What comes before the word that decorators are looked for by.
DECORATING = "@"


def digest(data: bytes) -> str:
    """Return what tells contents apart."""
    return blake2b(data, digest_size=16).hexdigest()


def outline(data: bytes) -> str:
    """Return what tells a module's code apart but for comments, and what stands in functions and classes bar imports.

    Two modules that are alike in this have the same names and import the same. Of one that changes `sys.path`, anything
    may matter for that.
    """
    if b"sys.path" in data:
        return digest(data)
    return digest(b"\n".join(_outlining(data)))


def defining(data: bytes) -> frozenset[bytes] | None:
    """Return the words that stand in a module outside of its functions and classes; None where it may have any name.

    Those are its names, among others. It is told in a fraction of the time that parsing takes.
    """
    if b"global" in data or _ALL_NAMES.search(data):
        return None
    return frozenset(_WORD.findall(_ELSEWHERE.sub(b"", b"\n".join(_outlining(data)))))


def _outlining(data: bytes) -> list[bytes]:
    """The lines of a module but for comments, and what stands in functions and classes bar imports."""
    kept: list[bytes] = []
    within = importing = False
    for line in data.splitlines():
        start = line[:1]
        if start in (b"", b" ", b"\t"):
            importing = b")" not in line and (importing or b"import" in line) if within else False
            if not within or importing or b"import" in line:
                kept.append(line)
        elif start != b"#":
            kept.append(line)
            if start not in b")]}":  # the end of a header that takes several lines
                within = line.startswith(_HEADERS)
    return kept


def is_library(name: str) -> bool:
    """Whether an absolute module name is certainly that of a library."""
    return name.partition(".")[0] in _LIBRARIES


#: A name in a module, by the path of that, or one of these: its own code, all of it, and no more than its imports.
Use: TypeAlias = tuple[str, str]
CODE, WHOLE, IMPORTS = "", "*", "."


@dataclass(slots=True)
class Consulted:
    """What was taken from a file: its contents (their digest), and what it leads to, as far as looked up.

    That are the modules that it imports, and the other files that it has to do with, by what `Modules.look_up` was
    asked for. What was not found is None. `added` are the directories that it puts on `sys.path`.

    Others rest on its `outline` alone, as long as they find nothing in it that is its own. `uses` tells for each of its
    names that was asked for what that rests on, and for `CODE` what all of its code rests on: names in other modules.
    """

    digest: str
    outline: str = ""
    added: tuple[str, ...] = ()
    imports: dict[str, str | None] = field(default_factory=dict)
    loads: dict[str, str | None] = field(default_factory=dict)
    uses: dict[str, set[Use]] = field(default_factory=dict)


class Modules:
    """Finds modules below `root`. What a directory holds is read once. Paths are absolute."""

    def __init__(self, root: str) -> None:
        self.root = root
        self._held: dict[str, frozenset[str]] = {}
        self._scripts: dict[str, bool] = {}
        self._roots: dict[str, tuple[str, ...]] = {}
        self._pins: dict[str, str] = {}
        self._building: dict[str, list[str]] | None = None
        self._decorated: dict[str, dict[str, set[str]]] = {}

    def find(self, importer: str, added: tuple[str, ...], name: str) -> str | None:
        """Return the file of the module that `name` (with leading dots if relative) stands for in the file `importer`.

        `added` are directories that the importing file puts on `sys.path`.
        """
        directory = os.path.dirname(importer)
        parts = [part for part in name.split(".") if part]
        if name.startswith("."):
            base = directory
            for _ in range(len(name) - len(name.lstrip(".")) - 1):
                base = os.path.dirname(base)
            return self._below(base, parts) if self._is_inside(base) else None
        if is_library(name):
            return None
        roots = (*self._import_roots(directory), *added)
        is_library_too = len(parts) == 1 and name in _ALSO_MODULES
        for base in self._around(directory):  # a package may be on `sys.path` as well, as the folder of a script is
            is_own = importer.startswith(os.path.join(base, name) + os.sep)
            if not is_library_too or is_own or (base == directory and self._is_script(importer)):
                roots += (base,)
        found = [path for base in dict.fromkeys(roots) if (path := self._below(base, parts))]
        others = [path for path in found if path != importer]
        if len(others) > 1 and (beside := self._below(directory, parts)) in others and self._is_script(importer):
            return beside  # the folder of what is run comes first, and be it a package
        if found:
            return others[0] if others else importer
        if parts[:1] == [self.root.rpartition(os.sep)[2]] and "__init__.py" in self._files(self.root):
            return self._below(self.root, parts[1:])
        installed = self._distributions if parts and parts[0] not in _ALSO_MODULES else []
        return next((path for base in installed if (path := self._below(base, parts))), None)

    def look_up(self, importer: str, path: str) -> str | None:
        """Return the settings file that a program means by `path`, which is written in the file `importer`.

        A relative path starts from where the program is run, which nobody knows: from the folder of the file, or from
        one around it. Where several of these have such a file, it is not told.

        Of `*.yaml`, all files that a user may choose are given, one a line; of `_target_: data.Images`, all of the
        project that have that built. Of `@register`, all modules around the file that decorate something with that,
        each with the names that this may be registered under.
        """
        if path.startswith(DECORATING):
            return "\n".join(self._that_decorate(path.removeprefix(DECORATING), os.path.dirname(importer))) or None
        if path.startswith(BUILDING):
            return "\n".join(self._that_build(path.removeprefix(BUILDING).strip())) or None
        if path.startswith("*"):
            return "\n".join(self._choices(os.path.dirname(importer), path[1:])) or None
        if os.path.isabs(path):
            found = [os.path.normpath(path)]
        else:
            found = [os.path.normpath(os.path.join(base, path)) for base in self._around(os.path.dirname(importer))]
        there = [path for path in found if self.is_settings(path)]
        return there[0] if len(there) == 1 else None

    def _choices(self, directory: str, ending: str) -> list[str]:
        """The settings files with an ending in a folder and below; where there are none, those in one around it.

        None are told where there are more than a few.
        """
        endings = (ending, *_SAME_FORMAT.get(ending, ()))
        for base in self._around(directory):
            folders = self._folders_below(base)
            if len(folders) > limits.FOLDERS:
                return []
            found = self._held_in(folders)
            named = (path for path in found if path.endswith(endings) and _OF_SETTINGS.search(path[len(base) :]))
            if choices := sorted(path for path in named if self.is_settings(path)):
                return choices if len(choices) <= limits.SETTINGS_CHOSEN else []
        return []

    def _that_build(self, target: str) -> list[str]:
        """The YAML files in the project that have something built: all of them are read once."""
        if self._building is None:
            self._building = {}
            for path in self._yaml_files():
                for name in {match[1].decode() for match in _BUILDING.finditer(_contents(path))}:
                    self._building.setdefault(name, []).append(path)
        return self._building.get(target, [])

    def settings_that_name(self, name: str) -> list[str]:
        """Return the YAML files in the project that have a name somewhere."""
        word = re.compile(rb"\b%s\b" % re.escape(name.encode(errors="surrogateescape")))
        return [path for path in self._yaml_files() if word.search(_contents(path))]

    def _yaml_files(self) -> list[str]:
        """The YAML files in the project; none where they are too many."""
        paths = self._held_in(self._folders_below(self.root))
        found = sorted(path for path in paths if path.endswith((".yaml", ".yml")) and self.is_settings(path))
        return found if len(found) <= limits.SETTINGS_BUILDING else []

    def _that_decorate(self, word: str, directory: str) -> list[str]:
        """The modules in a folder and below that have a word in decorators; where there are none, those around it.

        None are told where there are too many modules to look through.
        """
        for base in self._around(directory):
            modules = sorted(path for path in self._held_in(self._folders_below(base)) if path.endswith(".py"))
            if len(modules) > limits.DECORATING_MODULES:
                return []
            for path in modules:
                if path not in self._decorated:
                    self._decorated[path] = decorated(_contents(path))
            named = ((path, name) for path in modules for name in sorted(self._decorated[path].get(word, ())))
            if found := [f"{path}\t{name}" for path, name in named]:
                return found
        return []

    def _folders_below(self, base: str) -> list[str]:
        """A folder and those below it, the nearest first; of many, a few more than are looked through."""
        folders = [base]
        for folder in folders:
            if folder.count(os.sep) - base.count(os.sep) < limits.FOLDER_DEPTH:
                folders += _folders(folder)
            if len(folders) > limits.FOLDERS:
                break
        return folders

    def _held_in(self, folders: list[str]) -> Iterator[str]:
        """The files in folders."""
        return (os.path.join(folder, name) for folder in folders for name in self._files(folder))

    def _around(self, directory: str) -> Iterator[str]:
        """A directory and those around it, up to the root."""
        while self._is_inside(directory):
            yield directory
            directory = os.path.dirname(directory) if directory != self.root else ""

    def is_settings(self, path: str) -> bool:
        """Whether a path is that of a settings file in the project, of the size of one: only then it is read."""
        directory, name = os.path.split(path)
        if not name.endswith(SETTINGS) or not self._is_inside(directory) or name not in self._files(directory):
            return False
        real, root = os.path.realpath(path), os.path.realpath(self.root)
        try:
            return real.startswith(root.rstrip(os.sep) + os.sep) and os.path.getsize(real) <= limits.SETTINGS_BYTES
        except OSError:
            return False

    def is_module(self, path: str) -> bool:
        """Whether a path is that of a module: only then it is safe to read."""
        directory, name = os.path.split(path)
        return name.endswith(".py") and name in self._files(directory)

    def pins(self, file: str) -> str:
        """Return what tells apart the pins of libraries in the directories from that of `file` up to the root."""
        return self._pins_in(os.path.dirname(file))

    def _pins_in(self, directory: str) -> str:
        if directory not in self._pins:
            above = os.path.dirname(directory)
            inside = directory != self.root and directory.startswith(self.root) and above != directory
            found = self._pins_in(above) if inside else ""
            of_project = directory == self.root  # whose README has a say in the settings
            spoken = [] if of_project else readmes(directory, self._files)
            for path, data in (*pinning(directory, self._files), *spoken):
                found += path + digest(data)
            self._pins[directory] = found and digest(found.encode(errors="surrogateescape"))
        return self._pins[directory]

    @cached_property
    def _distributions(self) -> list[str]:
        """The folders that the project has to be installed, as by `pip install -e library`, and `src` in each.

        They lie in its own folder, or one further down.
        """
        near = _folders(self.root)
        folders = (*near, *chain.from_iterable(map(_folders, near)))
        found = [folder for folder in folders if not self._files(folder).isdisjoint(_INSTALLING)]
        return [base for folder in found for base in (folder, os.path.join(folder, "src"))]

    def _import_roots(self, directory: str) -> tuple[str, ...]:
        """Directories that absolute imports may start from, the nearest first: a script's own, its parents, `src`."""
        if directory not in self._roots:
            above = os.path.dirname(directory)
            at_end = above == directory or directory == self.root
            further = (os.path.join(self.root, "src"),) if at_end else self._import_roots(above)
            # The project's own folder is one even with an `__init__.py`, which some lay there for no package.
            in_package = "__init__.py" in self._files(directory) and not at_end
            self._roots[directory] = further if in_package else (directory, *further)
        return self._roots[directory]

    def _is_script(self, path: str) -> bool:
        """Whether a file is written to be run by itself: a notebook, or one that asks whether it is."""
        if path not in self._scripts:
            self._scripts[path] = path.endswith(".ipynb") or _RUN_ITSELF.search(_contents(path)) is not None
        return self._scripts[path]

    def _is_inside(self, directory: str) -> bool:
        return directory == self.root or directory.startswith(self.root.rstrip(os.sep) + os.sep)

    def _below(self, base: str, parts: list[str]) -> str | None:
        if not parts:
            return os.path.join(base, "__init__.py") if "__init__.py" in self._files(base) else None
        target = os.path.join(base, *parts)
        if "__init__.py" in self._files(target):
            return os.path.join(target, "__init__.py")
        directory, name = os.path.split(target)
        return target + ".py" if name + ".py" in self._files(directory) else None

    def _files(self, directory: str) -> frozenset[str]:
        if directory not in self._held:
            self._held[directory] = files_in(directory)
        return self._held[directory]


def _folders(directory: str) -> list[str]:
    """The folders in a folder, but for hidden ones and links."""
    try:
        with os.scandir(directory) as entries:
            found = (e.path for e in entries if e.is_dir(follow_symlinks=False) and not e.name.startswith("."))
            return sorted(found)
    except OSError:
        return []


def _contents(path: str) -> bytes:
    """What stands in a file; nothing where it cannot be read."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""
