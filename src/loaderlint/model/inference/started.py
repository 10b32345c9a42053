"""Functions that processes and threads are started with: `Process(target=main, args=(4,))` calls `main(4)`."""

from __future__ import annotations

from typing import Final

from loaderlint.syntax import tree

#: What starts a function, by the last part of its name, and how many arguments of its own it puts first: the rank.
STARTING: Final = {"Process": 0, "Thread": 0, "notebook_launcher": 0, "spawn": 1}

#: Where they take the function and its arguments: `Process(None, main, "name", (4,))` takes a group first.
_POSITIONS: Final = {"Process": (1, 3), "Thread": (1, 3), "notebook_launcher": (0, 1), "spawn": (0, 1)}

#: The kind of node that stands for an argument which is put first.
RANK: Final = "rank"


def started_by(call: tree.Call) -> tree.Expr | None:
    """Return what a call starts; None for calls of anything else."""
    if tree.last_name(call.func) not in STARTING:
        return None
    return _told(call, ("target", "fn", "function"), _POSITIONS[tree.last_name(call.func)][0])


def given_to(call: tree.Call) -> tuple[tree.Argument, ...] | None:
    """Return the arguments that a call which starts something gives that; None where they are not seen."""
    match _told(call, ("args",), _POSITIONS[tree.last_name(call.func)][1]):
        case tree.Sequence(items=items):
            pass
        case None if not any(a.star for a in call.args):
            items = ()
        case _:
            return None
    first = [tree.Other(call.func.at, RANK, ()) for _ in range(STARTING[tree.last_name(call.func)])]
    named = next((a.value for a in call.args if a.keyword == "kwargs"), None)
    return (*map(_argument, (*first, *items)), *([tree.Argument(named.at, "**", None, named)] if named else []))


def _told(call: tree.Call, names: tuple[str, ...], number: int) -> tree.Expr | None:
    """What a call is given by one of a few keywords, or else by position."""
    positional = [a.value for a in call.args if not a.keyword and not a.star]
    by_keyword = next((a.value for a in call.args if a.keyword in names), None)
    return by_keyword or (positional[number] if number < len(positional) else None)


def _argument(item: tree.Expr) -> tree.Argument:
    match item:
        case tree.Other(kind="starred", children=(tree.Node() as rest, *_)):
            return tree.Argument(item.at, "*", None, rest)
    return tree.Argument(item.at, "", None, item)
