"""Builds the loader that the program would have built, had its call been as a fix makes it."""

from __future__ import annotations

import sys
from typing import Any

from torch.utils.data import DataLoader

from loaderlint.verifying.child.capture import Caller, Captured
from loaderlint.verifying.shared.protocol import FixedCall


def calls_for(captured: Captured, call: FixedCall) -> bool:
    """Whether it was this call, and no other, that gave a loader its arguments."""
    caller: Caller = captured.caller
    if caller.path != call.lines.path or type(captured.loader).__init__ is not DataLoader.__init__:
        return False
    if caller.columns is None:
        return call.lines.first <= caller.lines[0] <= call.lines.last
    return (caller.lines, caller.columns) == ((call.lines.first, call.lines.last), (call.start, call.end))


def built_by(captured: Captured, call: FixedCall) -> tuple[Any, dict[str, Any], Exception | None]:
    """Return a loader as the fixed call builds it, with its arguments, and what building it raises, if it does.

    Raises what the new code raises before it comes to the loader.
    """
    caller = captured.caller
    known = dict(caller.globals)
    exec(compile(call.added, caller.path, "exec"), caller.globals)  # noqa: S102 - it is the user's script, fixed
    # A script that a spawned process imports runs with other globals than its module shows to pickle.
    module = sys.modules[caller.globals["__name__"]]
    vars(module).update({name: value for name, value in caller.globals.items() if known.get(name) is not value})
    # In one dictionary, so that what is nested in the expressions knows all names as well.
    names = {**caller.globals, **caller.locals}
    given = {
        name: eval(compile(text, caller.path, "eval"), names)  # noqa: S307 - so is this
        for name, text in call.given.items()
    }
    arguments = {name: value for name, value in captured.arguments.items() if name not in call.left_out} | given
    try:
        return type(captured.loader)(**arguments), arguments, None
    except Exception as error:
        return captured.loader, arguments, error
