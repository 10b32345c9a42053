"""Functions that processes and threads are started with: `Process(target=main, args=(4,))` calls `main(4)`."""

from __future__ import annotations

from typing import Final

from loaderlint.syntax import tree

#: What starts a function, by the last part of its name, and how many arguments of its own it puts first: the rank.
STARTING: Final = {"Process": 0, "Thread": 0, "notebook_launcher": 0, "spawn": 1}

#: Stands for an argument that is put first.
RANK: Final = "rank"


def started_by(call: tree.Call) -> tree.Expr | None:
    """Return what a call starts; None for calls of anything else."""
    if tree.last_name(call.func) not in STARTING:
        return None
    keywords = {a.keyword: a.value for a in call.args if a.keyword}
    positional = [a.value for a in call.args if not a.keyword and not a.star]
    return keywords.get("target") or keywords.get("fn") or (positional[0] if positional else None)


def given_to(call: tree.Call) -> tuple[tree.Argument, ...] | None:
    """Return the arguments that a call which starts something gives that; None where they are not seen."""
    keywords = {a.keyword: a.value for a in call.args if a.keyword}
    positional = [a.value for a in call.args if not a.keyword and not a.star]
    named = keywords.get("kwargs")
    match keywords.get("args") or (positional[1] if len(positional) > 1 else None):
        case tree.Sequence(items=items):
            pass
        case None if not any(a.star for a in call.args):
            items = ()
        case _:
            return None
    first = [tree.Other(call.func.at, RANK, ()) for _ in range(STARTING[tree.last_name(call.func)])]
    return (*map(_argument, (*first, *items)), *([tree.Argument(named.at, "**", None, named)] if named else []))


def _argument(item: tree.Expr) -> tree.Argument:
    match item:
        case tree.Other(kind="starred", children=(tree.Node() as rest, *_)):
            return tree.Argument(item.at, "*", None, rest)
    return tree.Argument(item.at, "", None, item)
