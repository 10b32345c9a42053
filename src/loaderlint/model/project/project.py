"""The files of a project, read on demand: a file that is checked, and those that it imports."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from loaderlint.model import limits
from loaderlint.model.libraries.facts import Format
from loaderlint.model.project.chosen_settings import chosen
from loaderlint.model.project.file import File
from loaderlint.model.project.hydra import composed
from loaderlint.model.project.modules import (
    BUILDING,
    CODE,
    DECORATING,
    IMPORTS,
    WHOLE,
    Consulted,
    Modules,
    defining,
    digest,
    is_library,
    outline,
)
from loaderlint.model.project.requirements import TorchRange, nearest_target
from loaderlint.model.project.runtime import nearest_python
from loaderlint.model.project.settings_file import SettingsError, SettingsFile, entries
from loaderlint.model.project.sys_path import added_directories, path_modules
from loaderlint.syntax import tree
from loaderlint.syntax.parse import ParseError, TooMuchError, parse
from loaderlint.text.paths import absolute
from loaderlint.text.source import Source, SourceError, decode

#: What the names of settings files end in, by format.
_ENDINGS = {
    Format.YAML: ".yaml",
    Format.YAML_DOCUMENTS: ".yaml",
    Format.OMEGACONF: ".yaml",
    Format.JSON: ".json",
    Format.TOML: ".toml",
    Format.INI: ".ini",
}


class Project:
    """Finds and parses the modules below `root`. A file that cannot be read or parsed is as good as missing here.

    `texts` holds contents that stand in for those on disk, by absolute path. `consulted` is what any answer about a
    file rests on: the file itself, and the files that can be reached from it through imports.
    """

    def __init__(self, root: Path, texts: Mapping[Path, bytes]) -> None:
        self.root = root
        self.consulted: dict[str, Consulted] = {}
        self._texts = texts
        self._modules = Modules(str(absolute(root)))
        self._files: dict[str, File | None] = {}
        self._settings: dict[tuple[str, Format, bool], SettingsFile | None] = {}
        self._composed: dict[tuple[File, str, str, bool], SettingsFile | None] = {}
        self._chosen: dict[tuple[File, Format], SettingsFile | None] = {}
        self._consulted: dict[File, Consulted] = {}
        self._defining: dict[str, frozenset[bytes] | None] = {}
        self._no_python: set[str] = set()
        self._pythons: dict[Path, str] = {}
        self._torches: dict[Path, TorchRange | None] = {}
        self._characters = 0  # of all files that were parsed

    @property
    def is_large(self) -> bool:
        """Whether the parsed files take so much memory that they should be forgotten."""
        return self._characters > limits.KEPT_CHARACTERS

    def forget(self) -> None:
        """Forget the parsed files; what was consulted stays known."""
        for file in self._files.values():
            if file is not None:
                file.frames.clear()  # they know the file
        self._files = {}
        self._settings = {}
        self._composed = {}
        self._chosen = {}
        self._consulted = {}
        self._characters = 0

    def read(self, path: Path) -> bytes:
        """Return the contents of a file.

        Raises:
            OSError: it cannot be read.
        """
        whole = absolute(path)
        data = self._texts[whole] if whole in self._texts else path.read_bytes()
        told = digest(data)
        found = self.consulted.get(str(whole))
        if found is None:
            self.consulted[str(whole)] = Consulted(told, outline(data))
        elif found.digest != told:
            found.digest = ""  # it changed during the run
        return data

    def file(self, source: Source) -> File:
        """Return the parsed file of a source that the caller has read, once for a module that was imported before.

        Raises:
            ParseError: it is not Python 3, or nested too deeply.
        """
        path = str(absolute(source.path))
        known = self._files.get(path)
        if known is None or known.source.text != source.text:
            known = self._files[path] = self._parsed(source)
        return known

    def _parsed(self, source: Source) -> File:
        self._characters += len(source.text)
        return File(source, parse(source))

    def nearest_python(self, directory: Path) -> str:
        """Return which Python the nearest folder from a directory up to the root says code is for, as that is told."""
        if directory not in self._pythons:
            self._pythons[directory] = nearest_python(directory, absolute(self.root))
        return self._pythons[directory]

    def nearest_torch(self, directory: Path) -> TorchRange | None:
        """Return which torch the nearest folder from a directory up to the root says code is for, as that is told."""
        if directory not in self._torches:
            self._torches[directory] = nearest_target(directory, absolute(self.root))
        return self._torches[directory]

    def module(self, importer: File, name: str, asked: str = CODE) -> File | None:
        """Return the project's module that `name` (with leading dots if relative) stands for in `importer`.

        It is needed to tell what `asked` means there, or all of its `CODE`. One that is broken may be mended.
        """
        path = self.found(importer, name)
        found = None if path is None else self.load(path)
        if path is not None and found is None:
            self.rests_on(importer, asked, path, WHOLE)
        return found

    def lacks(self, path: str, name: str) -> bool:
        """Whether the module at a path certainly does not have a name, by its text: then it need not be parsed.

        A package may have more than its text tells: modules.
        """
        if path in self._files or path.endswith("__init__.py") or not name.isascii():
            return False
        if path not in self._defining:
            try:
                self._defining[path] = defining(self.read(Path(path)))
            except OSError:
                self._defining[path] = None
        words = self._defining[path]
        return words is not None and name.encode() not in words

    def rests_on(self, file: File, asked: str, path: str, name: str) -> None:
        """Note that what `asked` means in a file, or its `CODE`, rests on what `name` means in the module at a path."""
        self._consulted_in(file).uses.setdefault(asked, set()).add((path, name))

    def imported(self, importer: File) -> set[str]:
        """Return the paths of the project's modules that a file imports."""
        return {path for node in importer.scopes.every(tree.Import) for path in self.imported_by(node, importer)}

    def imported_by(self, node: tree.Import, importer: File) -> set[str]:
        """Return the paths of the project's modules that a statement in a file imports."""
        found: set[str] = set()
        for name in [node.source] if node.source else [module for module, _ in node.names]:
            path = self.found(importer, name)
            if path is not None:
                found.add(path)
            if node.source and (path is None or path.endswith("__init__.py")):
                below = (f"{name}{'' if name.endswith('.') else '.'}{part}" for part, _ in node.names)
                found |= {path for module in below if (path := self.found(importer, module)) is not None}
        return found

    def reached(self, file: File, most: int | None = None) -> set[str] | None:
        """Return the paths of the project's modules that a file imports, and of those that these import in turn.

        None where they are more than `most`.
        """
        found: set[str] = set()
        waiting = [file]
        while waiting:
            more = self.imported(waiting.pop()) - found
            found |= more
            if most is not None and len(found) > most:
                return None
            for path in more:
                self.rests_on(file, CODE, path, IMPORTS)
            waiting += [module for path in sorted(more) if (module := self.load(path)) is not None]
        return found

    def settings(self, importer: File, path: str, form: Format, *, overridable: bool = False) -> SettingsFile | None:
        """Return the settings in the file that `path`, as it is written in `importer`, stands for; None if none does.

        Raises:
            SettingsError: the file holds no settings that can be read.
        """
        found = self._looked_up(importer, path)
        if found is None:
            return None
        self.rests_on(importer, CODE, found, CODE)
        key = (found, form, overridable)
        if key not in self._settings:
            from loaderlint.model.project.settings_reader import read_settings  # loads PyYAML: few programs need it

            try:
                data = self.read(Path(found))
                self._settings[key] = read_settings(Path(found), data, form, overridable=overridable)
            except (OSError, SettingsError):
                self.consulted.setdefault(found, Consulted(""))
                self._settings[key] = None
        read = self._settings[key]
        if read is None:
            raise SettingsError
        return read

    def chosen(self, importer: File, form: Format) -> SettingsFile | None:
        """Return the settings in the file that a user of the program `importer` must choose, whichever that is.

        Files that hold no settings are left out.
        """
        told = self._looked_up(importer, f"*{_ENDINGS[form]}") or ""
        key = (importer, form)
        if key not in self._chosen:
            found: list[SettingsFile] = []
            for path in told.splitlines():
                with suppress(SettingsError):
                    if (settings := self.settings(importer, path, form, overridable=True)) is not None:
                        found.append(settings)
            self._chosen[key] = chosen(found)
        return self._chosen[key]

    def building(self, file: File, name: str) -> list[tuple[SettingsFile, tree.Dict]]:
        """Return what settings give to a class of a file that they have built, each with the file that it stands in.

        They name it by the path of its module from any folder of the project on: `_target_: data.images.Images`, or
        `class_path: data.images.Images` for LightningCLI.
        """
        root = absolute(self.root)
        path = Path(file.path).with_suffix("")
        parts = path.relative_to(root).parts if path.is_relative_to(root) else ()
        found: list[tuple[SettingsFile, tree.Dict]] = []
        for number in range(len(parts)):
            target = ".".join((*parts[number:], name))
            for there in (self._looked_up(file, f"{BUILDING} {target}") or "").splitlines():
                with suppress(SettingsError):
                    if (settings := self.settings(file, there, Format.OMEGACONF, overridable=True)) is not None:
                        given = (_given(node, target) for node in tree.walk(settings.value))
                        found += [(settings, node) for node in given if node is not None]
        return found

    def decorating(self, file: File, word: str, name: str | None = None) -> list[File]:
        """Return a file and the modules around it that have a word in decorators, and a name for what they decorate.

        They may mean something else by either. All code of the file rests on what they decorate.
        """
        found = self._looked_up(file, f"{DECORATING}{word}") or ""
        told = (line.rpartition("\t") for line in found.splitlines())
        named = (path for path, _, other in told if name is None or other.lower() == name.lower())
        paths = [path for path in dict.fromkeys(named) if path != file.path]
        for path in paths:
            self.rests_on(file, CODE, path, CODE)
        return [file, *(module for path in paths if (module := self.load(path)) is not None)]

    def composed(self, importer: File, folder: str, name: str, *, at_root: bool) -> SettingsFile | None:
        """Return the settings that Hydra puts together from files in `folder`, of which the first has a name.

        A relative folder starts from that of `importer`, wherever the program is run. Old releases put what a file
        holds `at_root` if it says nothing else.

        Raises:
            SettingsError: that or another file holds no settings that can be read.
        """
        key = (importer, folder, name, at_root)
        if key not in self._composed:

            def load(path: str) -> SettingsFile | None:
                return self.settings(
                    importer, f"{importer.directory / folder}/{path}", Format.OMEGACONF, overridable=True
                )

            self._composed[key] = composed(name, load, at_root=at_root)
        return self._composed[key]

    def settings_that_name(self, name: str) -> list[Path]:
        """Return the YAML files in the project that have a name somewhere."""
        return list(map(Path, self._modules.settings_that_name(name)))

    def _looked_up(self, importer: File, asked: str) -> str | None:
        """What a file means by something outside of its code, as `Modules.look_up` tells: it rests on the answer."""
        loads = self._consulted_in(importer).loads
        if asked not in loads:
            loads[asked] = self._modules.look_up(importer.path, asked)
        return loads[asked]

    def found(self, importer: File, name: str) -> str | None:
        """Return the path of the project's module that `name` stands for in `importer`; None if it is a library's."""
        if is_library(name):
            return None
        consulted = self._consulted_in(importer)
        if name not in consulted.imports:
            consulted.imports[name] = self._modules.find(importer.path, consulted.added, name)
        return consulted.imports[name]

    def _consulted_in(self, file: File) -> Consulted:
        if file not in self._consulted:
            found = self.consulted.setdefault(file.path, Consulted(""))
            found.added = tuple(map(str, added_directories(file)))
            self._consulted[file] = found
            for helper in (self.module(file, name) for name in path_modules(file)):
                if helper is not None:
                    self.rests_on(file, CODE, helper.path, IMPORTS)
                    found.added += tuple(map(str, added_directories(helper)))
        return self._consulted[file]

    def load(self, path: str) -> File | None:
        """Return the module of the project at a path; None if it cannot be read or parsed."""
        if path not in self._files:
            try:
                self._files[path] = self._parsed(decode(Path(path), self.read(Path(path))))
            except (OSError, SourceError, ParseError) as error:
                self.consulted.setdefault(path, Consulted(""))
                self._files[path] = None
                if isinstance(error, ParseError) and not isinstance(error, TooMuchError):
                    self._no_python.add(path)
        return self._files[path]

    def is_no_python(self, path: str) -> bool:
        """Whether the module at a path, which could not be loaded, is one that Python cannot parse either."""
        return path in self._no_python


def _given(node: tree.Node, target: str) -> tree.Dict | None:
    """What settings give to a target that they have built; None for others."""
    if not isinstance(node, tree.Dict):
        return None
    found = entries(node)
    if _is_named(found.get("_target_"), target):
        return node
    if not _is_named(found.get("class_path"), target):
        return None
    given = found["init_args"].value if "init_args" in found else node
    return given if isinstance(given, tree.Dict) else None


def _is_named(pair: tree.Pair | None, target: str) -> bool:
    return pair is not None and isinstance(pair.value, tree.Constant) and pair.value.value == target
