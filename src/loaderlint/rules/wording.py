"""Phrases and evidence that several rules share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from loaderlint.model.analysis import Analysis
from loaderlint.model.libraries.facts import Family
from loaderlint.model.loaders.givers import meant_by
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place
from loaderlint.model.training.named_role import Named
from loaderlint.model.training.role import Role
from loaderlint.model.training.usage import Use
from loaderlint.model.workers.asked_options import Condition
from loaderlint.model.workers.item_code import Draw, ItemCode
from loaderlint.rule import Evidence, Shown
from loaderlint.syntax import tree


def joined(*notes: str) -> str:
    """Put notes together, the empty ones left out."""
    return "; ".join(filter(None, notes))


def if_so(condition: Condition | None) -> str:
    """Say that a program may as well not build the loader; nothing without a condition for it."""
    return "" if condition is None else f"whether {_text(condition)} holds, without which it is not built, is not known"


def no_workers(loader: Loader) -> tuple[str, tuple[Evidence, ...]]:
    """Say that `num_workers` is 0, and where it gets that value if it is not the default."""
    option = loader.options["num_workers"]
    if not option.given or option.place is None:
        return "`num_workers` is left at 0", ()
    evidence = [Evidence(option.place, "no workers here")]
    if (const := option.constant) is not None and not stands_in(const.place, option.place):
        evidence.append(Evidence(const.place, "the 0 comes from here"))
    return "`num_workers` is 0", tuple(evidence)


def by_default(loader: Loader, name: str) -> tuple[Evidence, ...]:
    """Say which default of a parameter an option is left at, if it is given to the loader at all."""
    const = loader.options[name].constant if loader.options[name].given else None
    return () if const is None else (Evidence(const.place, "the default, which no call on the way changes"),)


def seeded(analysis: Analysis) -> tuple[Evidence, ...]:
    """Say where the program seeds torch, if it does, and where it asks for results that repeat."""
    seeding, promise = analysis.torch_seeding, analysis.promise
    if seeding is None:
        return ()
    evidence = [Evidence(seeding, "the program seeds torch here")]
    if promise is not None and promise[1] != seeding:
        evidence.append(Evidence(promise[1], "it asks for deterministic results here"))
    return tuple(evidence)


def drawn(*codes: ItemCode) -> dict[Family, Draw]:
    """Return the first draw from each stream that torch seeds in workers, NumPy's apart."""
    found: dict[Family, Draw] = {}
    for code in codes:
        for family in (Family.TORCH, Family.PYTHON):
            if draw := code.first_draw(family):
                found.setdefault(family, draw)
    return found


def at_random(draws: Mapping[Family, Draw]) -> tuple[Evidence, ...]:
    """Say where item code draws from streams that torch seeds in workers."""
    return tuple(Evidence(draw.place, "item code draws from it here") for draw in draws.values())


def consumed(use: Use) -> tuple[Evidence, ...]:
    """Say what a loader is used for, and what makes it run again."""
    if use.loop is None:
        what = "gone through" if use.role is Role.UNKNOWN else f"taken for {use.role.value}"
        return (Evidence(use.place, f"{what} here, by the trainer"),)
    what = {Role.TRAINING: "trained on here", Role.EVALUATION: "evaluated on here"}.get(use.role, "iterated here")
    evidence = [Evidence(use.place, what)]
    match use.epochs.node if use.epochs else None:
        case tree.For(iterable=tree.Node() as head) | tree.While(test=tree.Node() as head):
            assert use.epochs is not None
            evidence.append(Evidence(Place(use.epochs.file, head), "again in every turn of this loop"))
    return tuple(evidence)


def listed(names: Iterable[str]) -> str:
    """Return one name, or several as a sentence lists them: `a, b and c`."""
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def where(options: Sequence[Condition]) -> str:
    """Say which options have to be set: ` where `a` and `not b` are true`; nothing where there are none."""
    first, *others = dict.fromkeys(map(_text, options)) or ("",)
    if not others:
        return f" where {first} is true" if first else ""
    return f" where {listed([first, others[0], *(['other conditions'] if others[1:] else [])])} are true"


def usually(options: Sequence[Condition]) -> str:
    """Say whether options are set that way if the user of the program sets nothing."""
    if any(option.fails for option in options):
        return "by default that is not so"
    return "whether that is so is not known here" if options else ""


def _text(option: Condition) -> str:
    """A condition that has to hold, as it is written, on one line."""
    written = " ".join(option.place.text.split())
    if option.holds:
        return f"`{written}`"
    return f"`not ({written})`" if isinstance(option.test, tree.Operation) else f"`not {written}`"


def stands_in(inner: Place, outer: Place) -> bool:
    """Whether one place is inside another."""
    return inner.file is outer.file and (
        inner.node is outer.node or outer.node in inner.file.scopes.ancestors(inner.node)
    )


def by_name(named: Named) -> str:
    """Say that what a loader is for is told by a name alone."""
    return f"for evaluation, to judge by the name `{named.name}` alone: no loop is seen to go through it"


def not_trained_on(loader: Loader, option: str) -> tuple[Shown, ...]:
    """Return what no file may show of the code that gives an option, if a loader is for evaluation alone."""
    return tuple(Shown("trained on", *giving) for giving in meant_by(loader, option))
