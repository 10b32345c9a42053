"""On which platforms code runs, as the conditions around it have it: `if platform.system() == "Linux":`."""

from __future__ import annotations

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.outcomes import of_parts
from loaderlint.model.inference.values import Const, Items, at_large
from loaderlint.model.inference.walk import Once
from loaderlint.model.project.file import File, Place
from loaderlint.model.project.runtime import PLATFORMS
from loaderlint.syntax import tree


def platforms(evaluator: Evaluator, place: Place) -> set[str]:
    """Return the platforms on which code may run, by what is asked of the platform in its function."""
    asked = _Asked(evaluator, place.file)
    found = set(PLATFORMS)
    child = place.node
    for above in place.file.scopes.ancestors(place.node):
        if isinstance(above, tree.If | tree.Conditional) and child is not above.test:
            taken = child in above.body if isinstance(above, tree.If) else child is above.then
            found = {name for name in found if asked.holds(above.test, name) is not (not taken)}
        for statement in tree.before(above, child):
            if isinstance(statement, tree.If) and any(map(tree.leaves, statement.body)):
                found = {name for name in found if asked.holds(statement.test, name) is not True}
        if isinstance(above, tree.Function):
            break
        child = above
    return found


class _Asked:
    """Tells what conditions give on a platform."""

    def __init__(self, evaluator: Evaluator, file: File) -> None:
        self._evaluator = evaluator
        self._file = file
        self._once: Once[tuple[tree.Expr, str], bool | None] = Once(None)

    def holds(self, test: tree.Expr, name: str) -> bool | None:
        """Whether a condition holds on a platform; None where it asks for something else."""
        return self._once((test, name), lambda: self._holds(test, name))

    def _holds(self, test: tree.Expr, name: str) -> bool | None:
        match test:
            case tree.Operation(op="not" | "and" | "or"):
                return of_parts(test, lambda part: self.holds(part, name))
            case tree.Operation(op="==" | "!=" | "in" | "not_in" as op, operands=(left, right)):
                one, other = self._texts(left, name), self._texts(right, name)
                if not one or not other or not (self._asks(left) or self._asks(right)):
                    return None
                is_part = op in ("in", "not_in") and self._asks(right)
                held = any(one[0] in text for text in other) if is_part else one[0] in other
                return held is (op in ("==", "in"))
            case tree.Call(func=tree.Attribute(attr="startswith", value=asked), args=(tree.Argument(value=start),)):
                one, other = self._texts(asked, name), self._texts(start, name)
                return one[0].startswith(tuple(other)) if one and other and self._asks(asked) else None
            case tree.Name(id=given):
                home = self._file.scopes.scope_at(test).lookup(given)
                value = home[1][0].value if home and len(home[1]) == 1 and home[1][0].kind == "assign" else None
                return self.holds(value, name) if value is not None else None
        return None

    def _asks(self, expr: tree.Expr) -> bool:
        return self._values(expr) is not None

    def _values(self, expr: tree.Expr) -> tuple[str, ...] | None:
        """What `sys.platform` or `platform.system().lower()` is on each platform; None for anything else."""
        match expr:
            case tree.Call(func=tree.Attribute(attr="lower", value=inner), args=()):
                return self._values(inner)
            case tree.Call(func=thing) | (tree.Name() | tree.Attribute() as thing):
                return self._evaluator.fact(thing, at_large(self._file)).platforms
        return None

    def _texts(self, expr: tree.Expr, name: str) -> list[str]:
        """The texts that an expression can be on a platform, in lower case; none where it may be something else."""
        if (values := self._values(expr)) is not None:
            return [values[PLATFORMS.index(name)].lower()]
        found = self._evaluator.evaluate(expr, at_large(self._file))
        if len(found) == 1 and isinstance(found[0], Items):
            found = self._evaluator.elements(found)
        texts = [v.value.lower() for v in found if isinstance(v, Const) and isinstance(v.value, str)]
        return texts if len(texts) == len(found) else []
