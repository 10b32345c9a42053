"""Where an RNG object comes from and who keeps it: what decides whether workers share its state."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from loaderlint.model.file import Place
from loaderlint.model.meaning import External, Instance
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


def origin_of(rng: Instance) -> Origin | None:
    """Return how an RNG object is made and kept; None where its making is not seen."""
    if rng.call is None or not isinstance(rng.cls, External):
        return None
    place = Place(rng.file, rng.call)
    scopes = rng.file.scopes
    maker = scopes.function_at(rng.call)
    seeded = bool(rng.call.args) or rng.cls.path == "torch.Generator"
    for above in scopes.ancestors(rng.call):
        if isinstance(above, tree.Assign):
            match above.targets[0]:
                case tree.Attribute(value=tree.Name(id=owner), attr=attr):
                    return Origin(place, f"{owner}.{attr}", attr, Keeper.INSTANCE, seeded, maker)
                case tree.Name(id=name):
                    holder = scopes.scope_at(above).owner
                    keeper = {tree.Module: Keeper.MODULE, tree.Class: Keeper.CLASS}.get(type(holder), Keeper.NOTHING)
                    shown = f"{holder.name}.{name}" if isinstance(holder, tree.Class) else name
                    return Origin(place, shown, name, keeper, seeded, maker)
            break
        if isinstance(above, tree.Evaluate | tree.Return | tree.Function | tree.Class):
            break
    return Origin(place, rng.cls.path.rpartition(".")[2], "", Keeper.NOTHING, seeded, maker)
