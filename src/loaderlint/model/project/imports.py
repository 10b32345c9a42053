"""Programs that end at an import: of a name that a module of the project lacks, or of a module that is no Python."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from loaderlint.model.project.file import File
from loaderlint.model.project.modules import CODE, IMPORTS, WHOLE
from loaderlint.model.project.project import Project
from loaderlint.syntax import tree

#: What may give a module names that are not written in it.
_GIVES_NAMES = re.compile(r"__getattr__|\b(?:globals|locals|vars|exec|setattr)\s*\(|sys\.modules|__dict__")


class Imports:
    """Tells which imports of the project's modules fail. Those in blocks are left aside: they may run at times."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._ending: dict[File, bool] = {}

    def fail(self, program: File) -> bool:
        """Whether running a file certainly ends at an import of its own, or of a module that it imports.

        What those import in turn is taken to be found: few files of a project are read for this.
        """
        if program.source.cells:
            return False
        modules = [self._project.load(path) for path, _ in _imported(self._project, program)]
        return any(self._ends(file) for file in (program, *modules) if file is not None)

    def _ends(self, file: File) -> bool:
        if file not in self._ending:
            found = _imported(self._project, file)
            self._ending[file] = any(self._fails(file, path, name) for path, name in found)
        return self._ending[file]

    def _fails(self, importer: File, path: str, name: str) -> bool:
        """Whether the import of a name, "" for none, from the module at a path raises."""
        module = self._project.load(path)
        self._project.rests_on(importer, CODE, path, WHOLE if module is None else IMPORTS)
        if module is None:
            return self._project.is_no_python(path)
        return name not in ("", "*") and module is not importer and not self.may_have(module, name)

    def may_have(self, module: File, name: str) -> bool:
        """Return whether a module has a name, or may have it: unseen, or as a module inside a package."""
        return self._may_have(module, name, {module})

    def _may_have(self, module: File, name: str, asked: set[File]) -> bool:
        scope = module.scopes.scope_of(module.tree)
        if name in scope.names or name.startswith("__") or _GIVES_NAMES.search(module.source.text):
            return True
        if module.source.path.name == "__init__.py" and (not name[0].isupper() or _holds(module, name)):
            return True  # modules of small letters may be made when the package is built
        for source in module.exports:
            further = self._project.module(module, source, IMPORTS)
            if further is None:
                return True
            if further not in asked:
                asked.add(further)
                if self._may_have(further, name, asked):
                    return True
        return False


def _imported(project: Project, file: File) -> Iterator[tuple[str, str]]:
    """What a file imports whenever it is run, from modules that are certainly the project's: path and name."""
    for node in file.tree.body:
        if isinstance(node, tree.Import):
            for name in [node.source] if node.source else [module for module, _ in node.names]:
                path = project.found(file, name)
                if path is not None and (name.startswith(".") or _is_at_home(file, path, name)):
                    yield from ((path, part) for part, _ in node.names) if node.source else ((path, ""),)


def _is_at_home(file: File, path: str, name: str) -> bool:
    """Whether an absolute import means a module of the project, wherever the program is run.

    It lies beside the file that imports it, or in the same package: a library may go before any other.
    """
    module = Path(path).parent if Path(path).name == "__init__.py" else Path(path)
    base, around = module.parents[name.count(".")], (file.directory, *file.directory.parents)
    return base == file.directory or base / name.partition(".")[0] in around


def _holds(package: File, name: str) -> bool:
    """Whether the folder of a package has a module of a name, of whatever kind, or a folder."""
    return any(list(package.directory.glob(pattern)) for pattern in (name, f"{name}.*"))
