"""Sees whether a fix changes no more than one call, so that a program that runs without it can show what it does.

Such a fix gives other arguments to the call, and defines or imports more at the top of the file. No second start of the
program is needed then: its loader is built once more beside the first, from the same dataset.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from loaderlint.verifying.shared.protocol import FixedCall, Lines

#: The arguments of `DataLoader` by their place.
_PLACES = (
    "dataset", "batch_size", "shuffle", "sampler", "batch_sampler", "num_workers", "collate_fn", "pin_memory",
    "drop_last", "timeout", "worker_init_fn", "multiprocessing_context", "generator",
)  # fmt: skip

_Changed = tuple[ast.Call, ast.Call]


def fixed_call(path: str, old: str, new: str) -> FixedCall | None:
    """Return the call of a file that its new text changes, None if it changes more or something else."""
    try:
        before, after = ast.parse(old).body, ast.parse(new).body
    except (SyntaxError, ValueError, RecursionError):
        return None
    known, wanted = set(map(ast.dump, before)), set(map(ast.dump, after))
    imports = ast.Import | ast.ImportFrom
    gone = [node for node in before if ast.dump(node) not in wanted and not isinstance(node, imports)]
    added = [node for node in after if ast.dump(node) not in known]
    if len(gone) != 1:
        return None
    changed = [(node, calls) for node in added if (calls := _changed(gone[0], node))]
    if len(changed) != 1:
        return None
    node, (call, fixed) = changed[0]
    added.remove(node)
    one, other = _arguments(call), _arguments(fixed)
    if one is None or other is None:
        return None
    if not all(isinstance(more, imports | ast.FunctionDef | ast.ClassDef) for more in added):
        return None
    given = {name: value for name, value in other.items() if one.get(name) != value}
    if "dataset" in given or one.get("**") != other.get("**"):
        return None
    return FixedCall(
        Lines(path, call.lineno, call.end_lineno or call.lineno),
        call.col_offset,
        call.end_col_offset or 0,
        given,
        tuple(sorted(one.keys() - other.keys())),
        "\n".join(map(ast.unparse, added)),
        {path: new},
    )


def _changed(old: object, new: object) -> _Changed | None:
    """The innermost call in which two trees differ, and in nothing else; as it was and as it is."""
    if not isinstance(old, ast.AST) or not isinstance(new, ast.AST) or type(old) is not type(new):
        return None
    inside, other = list(_children(old)), list(_children(new))
    if len(inside) == len(other):
        different = [(a, b) for a, b in zip(inside, other, strict=True) if _text(a) != _text(b)]
        if len(different) == 1 and (found := _changed(*different[0])):
            return found
    if isinstance(old, ast.Call) and isinstance(new, ast.Call) and ast.dump(old.func) == ast.dump(new.func):
        return old, new
    return None


def _children(node: ast.AST) -> Iterator[object]:
    """What stands in the fields of a node, one by one."""
    for _, value in ast.iter_fields(node):
        if isinstance(value, list):
            yield from value
        else:
            yield value


def _text(part: object) -> str:
    return ast.dump(part) if isinstance(part, ast.AST) else repr(part)


def _arguments(call: ast.Call) -> dict[str, str] | None:
    """The arguments of a loader by name, as expressions, what is unpacked as `**`; None where one has no name."""
    if len(call.args) > len(_PLACES) or any(isinstance(argument, ast.Starred) for argument in call.args):
        return None
    found = dict(zip(_PLACES, map(ast.unparse, call.args), strict=False))
    found |= {k.arg: ast.unparse(k.value) for k in call.keywords if k.arg is not None}
    unpacked = [ast.unparse(k.value) for k in call.keywords if k.arg is None]
    return found | ({"**": ", ".join(unpacked)} if unpacked else {})
