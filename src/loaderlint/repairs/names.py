"""The names that new code may use where it is written: those of libraries, and those that are free."""

from __future__ import annotations

import builtins
from collections.abc import Iterator

from loaderlint.model.project.file import Place
from loaderlint.repairs.plan import Import
from loaderlint.syntax import tree


def reference(user: Place, path: str) -> tuple[str, tuple[Import, ...]] | None:
    """Return how to name the library's `path` (`torch.Generator`) at `user`, and the imports that this takes.

    What the module imports before `user`, at its top level, is used again. None where the name means something else.
    """
    file, scopes = user.file, user.file.scopes
    best = ""
    for statement in file.tree.body:
        if isinstance(statement, tree.Import) and statement.at < user.node.at:
            for imported, name in _bound(statement):
                found = scopes.scope_at(user.node).lookup(name)
                own = found is not None and found[0].owner is file.tree and all(b.kind == "import" for b in found[1])
                if own and f"{path}.".startswith(f"{imported}.") and len(imported) >= len(best):
                    best, code = imported, name + path[len(imported) :]
    if best:
        return code, ()
    module, _, last = path.rpartition(".")
    if module in ("numpy", "numpy.random"):
        statement_code, name, code = "import numpy as np", "np", f"np{path.removeprefix('numpy')}"
    elif "." in module:
        statement_code, name, code = f"from {module} import {last}", last, last
    else:
        statement_code, name, code = f"import {module}", module, path
    if is_taken(user, name):
        return None
    return code, (Import(user, statement_code),)


def is_taken(user: Place, name: str) -> bool:
    """Whether a name occurs in the file already, as anything, or would hide a builtin."""
    bound = (scope.names for scope in user.file.scopes)
    return hasattr(builtins, name) or any(name in names for names in bound) or name in tree.names(user.file.tree)


def _bound(statement: tree.Import) -> Iterator[tuple[str, str]]:
    """The library paths that an import statement gives names to, with the names."""
    if statement.source is not None and statement.source.startswith("."):
        return
    for name, alias in statement.names:
        if statement.source is not None:
            yield f"{statement.source}.{name}", alias or name
        elif alias:
            yield name, alias
        else:
            yield name.partition(".")[0], name.partition(".")[0]
