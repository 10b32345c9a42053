"""Where an RNG object comes from and who keeps it: what decides whether workers share its state."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from loaderlint.model.inference.values import External
from loaderlint.model.project.file import File, Place
from loaderlint.model.workers.item_code import Draw
from loaderlint.syntax import tree


class Keeper(Enum):
    """What keeps an RNG object alive."""

    INSTANCE = "an attribute of an object"
    CLASS = "an attribute of a class"
    MODULE = "a name of a module"
    NOTHING = "nothing that is seen"


@dataclass(frozen=True, slots=True)
class Origin:
    """How an RNG object is made and kept.

    `name` is how the code calls it (`self.rng`, `RNG`), `attribute` its last part, `seeded` whether it is given a seed.
    `maker` is the function that it is made in, None at the top level of a module or class.
    """

    place: Place
    name: str
    attribute: str
    keeper: Keeper
    seeded: bool
    maker: tree.Function | tree.Lambda | None

    @property
    def cls(self) -> tree.Class | None:
        """The class in a method of which it is made."""
        return self.place.file.scopes.class_of(self.maker) if isinstance(self.maker, tree.Function) else None

    @property
    def is_imported(self) -> bool:
        """Whether spawned workers make it anew, by importing its module, and do not get a pickled copy."""
        return self.keeper in (Keeper.CLASS, Keeper.MODULE)


def origin_of(draw: Draw) -> Origin | None:
    """Return how the RNG object that is drawn from is made and kept; None where its making is not seen."""
    rng = draw.rng
    if rng is None or rng.call is None or not isinstance(rng.cls, External):
        return None
    scopes = rng.file.scopes
    target = _target(rng.file, rng.call)
    home = scopes.scope_at(target).lookup(target.id) if isinstance(target, tree.Name) else None
    owner = home[0].owner if home else None
    held = draw.holder if isinstance(draw.holder, tree.Attribute) else None
    name = tree.dotted(target or held or draw.holder or rng.call.func) or rng.cls.path
    keeper = Keeper.INSTANCE if isinstance(target or held, tree.Attribute) else Keeper.NOTHING
    if isinstance(owner, tree.Class):
        name, keeper = f"{owner.name}.{name}", Keeper.CLASS
    elif held is not None and isinstance(target, tree.Name) and held.attr != target.id:
        name, keeper = tree.dotted(held) or held.attr, Keeper.INSTANCE  # handed over, and kept under another name
    elif isinstance(owner, tree.Module):
        keeper = Keeper.MODULE
    seeded = bool(rng.call.args) or bool(rng.fact.rng and rng.fact.rng.always_seeded)
    maker = scopes.function_at(rng.call)
    return Origin(Place(rng.file, rng.call), name, name.rpartition(".")[2], keeper, seeded, maker)


def _target(file: File, call: tree.Call) -> tree.Expr | None:
    """What the object made by `call` is assigned to, directly or by way of a condition or a chained method."""
    above: tree.Node | None = file.scopes.parent.get(call)
    while isinstance(above, tree.Attribute | tree.Call | tree.Conditional | tree.Operation):
        above = file.scopes.parent.get(above)
    return above.targets[0] if isinstance(above, tree.Assign) else None
