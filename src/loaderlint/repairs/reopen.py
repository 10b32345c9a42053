"""Opening a handle anew in every process that reads it, in place of once in `__init__`."""

from __future__ import annotations

from collections.abc import Sequence

from loaderlint.model.libraries.facts import Opened
from loaderlint.model.project.file import Place
from loaderlint.model.workers.handle_uses import Use
from loaderlint.repairs.names import reference
from loaderlint.repairs.placement import indentation
from loaderlint.repairs.plan import Before, Change, Refusal, Repair, Replace
from loaderlint.syntax import tree
from loaderlint.syntax.lines import WIDTH, margin_of

_PROPERTY = """@property
def {name}(self):
    \"\"\"Opened anew in every process that reads it.\"\"\"
    if self._{name}_pid != {getpid}():
        self._{name}, self._{name}_pid = self._open_{name}(), {getpid}()
    return self._{name}

def __getstate__(self):
    \"\"\"Leave the open handle out of what is sent to other processes.\"\"\"
    return {{**self.__dict__, "_{name}": None, "_{name}_pid": None}}
"""


def reopen(use: Use) -> Repair | Refusal:
    """Keep how a handle is opened instead of the handle, and open it when another process reads it.

    Comparing process ids is what holds under fork, where `if self.file is None` does not (FACTS.md 1 and 4).
    """
    if use.kind is Opened.LMDB:  # from lmdb 2 on: "already open in this process" (FACTS.md 4)
        return Refusal("a forked worker cannot open again what the main process holds open")
    made = use.made
    file, call = made.file, made.node
    statement = file.scopes.parent[call]
    match statement:
        case tree.Assign(targets=(tree.Attribute(value=tree.Name(id="self"), attr=name),), value=value) if (
            value is call
        ):
            pass
        case _:
            return Refusal("the handle is not stored in one attribute as soon as it is opened")
    init = file.scopes.function_at(call)
    cls = file.scopes.class_of(init) if init else None
    if not isinstance(init, tree.Function) or init.name != "__init__" or cls is None:
        return Refusal("the handle is not opened in `__init__`")
    if use.written != f"self.{name}" or _derives(init, name):
        return Refusal(f"something that reads through `self.{name}` is made in `__init__` as well")
    if _is_prepared(init, name):
        return Refusal(f"`__init__` does something to `self.{name}` that one opened anew would lack")
    if len(file.stored(cls).get(name, ())) != 1:
        return Refusal(f"`self.{name}` is set in several places")
    if why := _in_the_way(cls, name):
        return Refusal(why)
    user = Place(file, statement)
    getpid, partial = reference(user, "os.getpid"), reference(user, "functools.partial")
    if getpid is None or partial is None:
        return Refusal("a name that reopening would use is taken")
    (pid, pid_import), (bind, bind_import) = getpid, partial
    assert isinstance(call, tree.Call)
    opener = [Place(file, node) for node in (call.func, *call.args)]
    bound = _bound(user, f"self._open_{name} = {bind}", opener)
    methods = [n for n in cls.body if isinstance(n, tree.Function)]
    behind = methods[min(methods.index(init) + 1, len(methods) - 1)]
    changes: tuple[Change, ...] = (
        *pid_import,
        *bind_import,
        Before(user, f"self._{name}_pid = None"),
        Replace(user, bound),
        Before(Place(file, behind), _PROPERTY.format(name=name, getpid=pid)),
    )
    return Repair(f"open `self.{name}` anew in every process", changes)


def _bound(statement: Place, start: str, arguments: Sequence[Place]) -> tuple[str | Place, ...]:
    """The call of what `start` ends with, with one argument on each line if it would be too long for one."""
    source = statement.file.source
    margin = margin_of(source.text, statement.span[0])
    inner = f"\n{margin}{indentation(source)}"
    length = sum(_length(argument) + 2 for argument in arguments)
    opening, comma, closing = ("(", ", ", ")")
    if len(margin) + len(start) + length > WIDTH:
        opening, comma, closing = (f"({inner}", f",{inner}", f",\n{margin})")
    parted = [piece for argument in arguments for piece in (comma, argument)][1:]
    return (f"{start}{opening}", *parted, closing)


def _length(code: Place) -> int:
    return code.span[1] - code.span[0]


#: What gives other objects that read through a handle.
_DERIVING = {"begin", "cursor", "extractfile", "get", "makefile", "open", "require_group"}


def _derives(init: tree.Function, name: str) -> bool:
    """Whether `__init__` keeps something that reads through the handle: a cursor, a dataset of the file."""
    for node in tree.walk(init):
        match node:
            case tree.Subscript(value=tree.Attribute(attr=attr)) if attr == name:
                return True
            case tree.Attribute(attr=attr, value=tree.Attribute(attr=owner)) if owner == name and attr in _DERIVING:
                return True
    return False


def _is_prepared(init: tree.Function, name: str) -> bool:
    """Whether `__init__` calls something for what that does to the handle: `self.file.seek(4)`, `next(self.file)`."""
    for node in tree.walk(init):
        match node:
            case tree.Evaluate(values=(tree.Call(func=tree.Attribute(value=tree.Attribute(attr=attr))),)) if (
                attr == name
            ):
                return True
            case tree.Evaluate(values=(tree.Call(func=tree.Name(id="next"), args=(read, *_)),)):
                if tree.last_name(read.value) == name:
                    return True
    return False


_SPECIAL = {"__getstate__", "__setstate__", "__reduce__", "__getattr__", "__slots__", "__del__", "__enter__"}


def _in_the_way(cls: tree.Class, name: str) -> str:
    """Why a class cannot have a property in place of an attribute; "" if it can."""
    names = {node.name for node in cls.body if isinstance(node, tree.Function)} | set(tree.names(cls))
    if found := sorted(_SPECIAL & names):
        return f"the class has a `{found[0]}` of its own"
    for node in tree.walk(cls):
        if isinstance(node, tree.Attribute) and node.attr == "close" and tree.last_name(node.value) == name:
            return f"`self.{name}` is closed by hand"
    return ""
