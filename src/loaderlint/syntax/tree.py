"""The plain tree that everything behind the parser works on.

LibCST keeps every blank and comma; the model needs neither. `from_ast` and `from_libcst` make these nodes, and from
there on no module knows a parser. Nodes are compared by identity, hold no positions, and carry `at`: the ordinal by
which `places` finds their place in the text again, which is done only for the few statements that hold a finding.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import starmap, takewhile
from typing import ClassVar, TypeAlias


@dataclass(slots=True, eq=False)
class Node:
    """A piece of code; `at` is its ordinal in its file, `parts` the fields that hold nodes, in source order."""

    parts: ClassVar[tuple[str, ...]] = ()
    at: int


@dataclass(slots=True, eq=False)
class Name(Node):
    """A bare name, read or written."""

    id: str


@dataclass(slots=True, eq=False)
class Attribute(Node):
    """`value.attr`."""

    parts: ClassVar[tuple[str, ...]] = ("value",)
    value: Expr
    attr: str


@dataclass(slots=True, eq=False)
class Constant(Node):
    """A literal number, string, `True`, `False`, `None` or `...`."""

    value: object


@dataclass(slots=True, eq=False)
class Argument(Node):
    """One argument of a call or one base of a class; `star` is `""`, `"*"` or `"**"`."""

    parts: ClassVar[tuple[str, ...]] = ("value",)
    star: str
    keyword: str | None
    value: Expr


@dataclass(slots=True, eq=False)
class Call(Node):
    """`func(args)`."""

    parts: ClassVar[tuple[str, ...]] = ("func", "args")
    func: Expr
    args: tuple[Argument, ...]


@dataclass(slots=True, eq=False)
class Sequence(Node):
    """A list, tuple or set display; `kind` names which."""

    parts: ClassVar[tuple[str, ...]] = ("items",)
    kind: str
    items: tuple[Expr, ...]


@dataclass(slots=True, eq=False)
class Pair(Node):
    """`key: value` in a dict display; `key` is None for `**value`."""

    parts: ClassVar[tuple[str, ...]] = ("key", "value")
    key: Expr | None
    value: Expr


@dataclass(slots=True, eq=False)
class Dict(Node):
    """A dict display."""

    parts: ClassVar[tuple[str, ...]] = ("items",)
    items: tuple[Pair, ...]


@dataclass(slots=True, eq=False)
class Conditional(Node):
    """`then if test else otherwise`."""

    parts: ClassVar[tuple[str, ...]] = ("test", "then", "otherwise")
    test: Expr
    then: Expr
    otherwise: Expr


@dataclass(slots=True, eq=False)
class Operation(Node):
    """An operator and its operands: arithmetic, `and`, `or`, `not`, and comparison.

    `a < b < c` has the op `"< <"`, `a is not b` has `"is_not"`.
    """

    parts: ClassVar[tuple[str, ...]] = ("operands",)
    op: str
    operands: tuple[Expr, ...]


@dataclass(slots=True, eq=False)
class Subscript(Node):
    """`value[index]`; a slice is an `Other` in `index`."""

    parts: ClassVar[tuple[str, ...]] = ("value", "index")
    value: Expr
    index: tuple[Expr, ...]


@dataclass(slots=True, eq=False)
class Walrus(Node):
    """`target := value`."""

    parts: ClassVar[tuple[str, ...]] = ("target", "value")
    target: Expr
    value: Expr


@dataclass(slots=True, eq=False)
class Clause(Node):
    """`for target in iterable if ...` of a comprehension."""

    parts: ClassVar[tuple[str, ...]] = ("target", "iterable", "conditions")
    target: Expr
    iterable: Expr
    conditions: tuple[Expr, ...]


@dataclass(slots=True, eq=False)
class Comprehension(Node):
    """A list, set, dict or generator comprehension; a dict has two elements."""

    parts: ClassVar[tuple[str, ...]] = ("elements", "clauses")
    kind: str
    elements: tuple[Expr, ...]
    clauses: tuple[Clause, ...]


@dataclass(slots=True, eq=False)
class Other(Node):
    """Any other expression that only matters for what is inside it: f-strings, slices, starred, await, yield.

    An f-string without expressions is a constant. What one gives in another form, as in `{x:02d}`, is `formatted`.
    """

    parts: ClassVar[tuple[str, ...]] = ("children",)
    kind: str
    children: tuple[Expr, ...]


@dataclass(slots=True, eq=False)
class Parameter(Node):
    """A parameter; `star` is `""`, `"*"` or `"**"`.

    `annotation` is the name or chain of attributes that its annotation is, also as a string or beside None.
    """

    parts: ClassVar[tuple[str, ...]] = ("default",)
    name: str
    default: Expr | None
    star: str = ""
    keyword_only: bool = False
    annotation: str | None = None


@dataclass(slots=True, eq=False)
class Lambda(Node):
    """`lambda params: value`."""

    parts: ClassVar[tuple[str, ...]] = ("params", "value")
    params: tuple[Parameter, ...]
    value: Expr


Expr: TypeAlias = (
    Name
    | Attribute
    | Constant
    | Call
    | Sequence
    | Dict
    | Conditional
    | Operation
    | Subscript
    | Walrus
    | Comprehension
    | Other
    | Lambda
)


@dataclass(slots=True, eq=False)
class Assign(Node):
    """`a = b = value`, `a: T = value` (value may be None) or, with `op`, `a += value`."""

    parts: ClassVar[tuple[str, ...]] = ("targets", "annotation", "value")
    targets: tuple[Expr, ...]
    value: Expr | None
    op: str = ""
    annotation: Expr | None = None


@dataclass(slots=True, eq=False)
class Evaluate(Node):
    """An expression as a statement; also the operands of `raise`, `assert` and `del` (`kind` names which)."""

    parts: ClassVar[tuple[str, ...]] = ("values",)
    kind: str
    values: tuple[Expr, ...]


@dataclass(slots=True, eq=False)
class Return(Node):
    """`return value`."""

    parts: ClassVar[tuple[str, ...]] = ("value",)
    value: Expr | None


@dataclass(slots=True, eq=False)
class Scoping(Node):
    """`global` or `nonlocal` names."""

    kind: str
    names: tuple[str, ...]


@dataclass(slots=True, eq=False)
class Jump(Node):
    """`break`, `continue` or `pass`."""

    kind: str


@dataclass(slots=True, eq=False)
class If(Node):
    """`if test: body else: otherwise`; an `elif` is an If alone in `otherwise`."""

    parts: ClassVar[tuple[str, ...]] = ("test", "body", "otherwise")
    test: Expr
    body: tuple[Stmt, ...]
    otherwise: tuple[Stmt, ...]


@dataclass(slots=True, eq=False)
class For(Node):
    """`for target in iterable: body else: otherwise`."""

    parts: ClassVar[tuple[str, ...]] = ("target", "iterable", "body", "otherwise")
    target: Expr
    iterable: Expr
    body: tuple[Stmt, ...]
    otherwise: tuple[Stmt, ...]


@dataclass(slots=True, eq=False)
class While(Node):
    """`while test: body else: otherwise`."""

    parts: ClassVar[tuple[str, ...]] = ("test", "body", "otherwise")
    test: Expr
    body: tuple[Stmt, ...]
    otherwise: tuple[Stmt, ...]


@dataclass(slots=True, eq=False)
class WithItem(Node):
    """`value as target` in a with statement."""

    parts: ClassVar[tuple[str, ...]] = ("value", "target")
    value: Expr
    target: Expr | None


@dataclass(slots=True, eq=False)
class With(Node):
    """`with items: body`."""

    parts: ClassVar[tuple[str, ...]] = ("items", "body")
    items: tuple[WithItem, ...]
    body: tuple[Stmt, ...]


@dataclass(slots=True, eq=False)
class Handler(Node):
    """`except type as name: body`."""

    parts: ClassVar[tuple[str, ...]] = ("type", "body")
    type: Expr | None
    name: str | None
    body: tuple[Stmt, ...]


@dataclass(slots=True, eq=False)
class Try(Node):
    """`try` with its handlers, `else` and `finally`."""

    parts: ClassVar[tuple[str, ...]] = ("body", "handlers", "otherwise", "final")
    body: tuple[Stmt, ...]
    handlers: tuple[Handler, ...]
    otherwise: tuple[Stmt, ...]
    final: tuple[Stmt, ...]


@dataclass(slots=True, eq=False)
class Case(Node):
    """One case of a match statement; `test` is what an `if` in its place would ask, made of nodes that stand elsewhere.

    `values` are what the subject has to be one of: empty where the pattern takes anything, or asks for something else.
    """

    parts: ClassVar[tuple[str, ...]] = ("values", "guard", "body")
    values: tuple[Expr, ...]
    guard: Expr | None
    body: tuple[Stmt, ...]
    test: Expr


@dataclass(slots=True, eq=False)
class Match(Node):
    """`match subject` and its cases."""

    parts: ClassVar[tuple[str, ...]] = ("subject", "cases")
    subject: Expr
    cases: tuple[Case, ...]
    captures: tuple[str, ...]


@dataclass(slots=True, eq=False)
class Function(Node):
    """A function definition. `at` points at its name."""

    parts: ClassVar[tuple[str, ...]] = ("params", "decorators", "body")
    name: str
    params: tuple[Parameter, ...]
    decorators: tuple[Expr, ...]
    body: tuple[Stmt, ...]


@dataclass(slots=True, eq=False)
class Class(Node):
    """A class definition. `at` points at its name."""

    parts: ClassVar[tuple[str, ...]] = ("bases", "decorators", "body")
    name: str
    bases: tuple[Argument, ...]
    decorators: tuple[Expr, ...]
    body: tuple[Stmt, ...]


@dataclass(slots=True, eq=False)
class Import(Node):
    """`import module as alias, ...`; or with `source` (dots included) `from source import name as alias`, `*` too."""

    source: str | None
    names: tuple[tuple[str, str | None], ...]


Stmt: TypeAlias = (
    Assign | Evaluate | Return | Scoping | Jump | If | For | While | With | Try | Match | Function | Class | Import
)


@dataclass(slots=True, eq=False)
class Module(Node):
    """A whole file.

    `statements` has five numbers for each statement in it, if Python's parser has read it: the ordinal, and the line
    and the column that it begins at and those that it ends at, as that counts them. The first decorator is its start.
    """

    parts: ClassVar[tuple[str, ...]] = ("body",)
    body: tuple[Stmt, ...]
    statements: array[int] = field(default_factory=lambda: array("I"))


def pattern_test(at: int, subject: Expr, values: tuple[Expr, ...] | None, guard: Expr | None) -> Expr:
    """Return the test of a case that takes one of some `values`, or anything; None where it asks for something else."""
    if values is None:
        return Other(at, "pattern", ())
    tests: tuple[Expr, ...] = tuple(Operation(at, "==", (subject, value)) for value in values)
    while len(tests) > 1:
        tests = (Operation(at, "or", tests[:2]), *tests[2:])
    if guard is not None:
        return Operation(at, "and", (*tests, guard)) if tests else guard
    return tests[0] if tests else Constant(at, True)


def sliced(at: int, bounds: Iterable[Expr | None]) -> Expr:
    """Return the node of `start:stop:step`: it has all up to the last that is given, None where one is left out."""
    start, stop, step = bounds
    if step is None:
        start = start if stop is None else start or Constant(at, None)
        return Other(at, "slice", tuple(b for b in (start, stop) if b is not None))
    return Other(at, "slice", tuple(b or Constant(at, None) for b in (start, stop, step)))


def is_backwards(index: Expr) -> bool:
    """Whether an index is a slice that goes backwards, as `::-1` does."""
    match index:
        case Other(kind="slice", children=(_, _, Constant(value=int(step)))):
            return step < 0
    return False


def are_alike(one: Node, other: Node) -> bool:
    """Whether two pieces of code are written alike."""
    pairs = list(zip(walk(one), walk(other), strict=False))
    return len(pairs) == len(list(walk(one))) == len(list(walk(other))) and all(starmap(_has_same_words, pairs))


def _has_same_words(one: Node, other: Node) -> bool:
    words = [name for name in one.__dataclass_fields__ if name != "at" and name not in one.parts]
    return type(one) is type(other) and all(getattr(one, name) == getattr(other, name) for name in words)


def unary(at: int, op: str, operand: Expr) -> Expr:
    """Return the node of `op operand`: a number with a sign is one to the model."""
    if op in ("+", "-") and isinstance(operand, Constant) and isinstance(operand.value, int | float):
        return Constant(at, -operand.value if op == "-" else +operand.value)
    return Operation(at, op, (operand,))


def arms(node: If | Match) -> list[tuple[Expr | None, tuple[Stmt, ...]]]:
    """Return the blocks of which the first runs whose test holds, or the last, which has none."""
    if isinstance(node, If):
        return [(node.test, node.body), (None, node.otherwise)]
    return [*((case.test, case.body) for case in node.cases), (None, ())]


def before(above: Node, child: Node) -> tuple[Node, ...]:
    """Return what stands before `child` in its block, which `above` has; nothing where it stands in none."""
    return _beside(above, child)[0]


def behind(above: Node, child: Node) -> tuple[Node, ...]:
    """Return what stands behind `child` in its block, which `above` has; nothing where it stands in none."""
    return _beside(above, child)[1]


def _beside(above: Node, child: Node) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    for part in above.parts:
        block = getattr(above, part)
        if isinstance(block, tuple) and child in block:
            return block[: block.index(child)], block[block.index(child) + 1 :]
    return (), ()


def given(call: Call, keyword: str, position: int) -> Argument | None:
    """Return the argument that a call gives by keyword, or else by position. What stands behind a star has none."""
    named = [argument for argument in call.args if argument.keyword == keyword]
    positional = [a for a in takewhile(lambda a: a.star != "*", call.args) if a.keyword is None and not a.star]
    return next(iter((*named, *positional[position : position + 1])), None)


def is_starred(node: Node) -> bool:
    """Return whether a part of a display or of a target is `*rest`, or may be there any number of times."""
    return isinstance(node, Other) and node.kind in ("starred", "perhaps")


def leaves(statement: Node) -> bool:
    """Whether a statement by itself leaves the block that it stands in: `return`, `raise`, `break`, `continue`."""
    match statement:
        case Return() | Evaluate(kind="raise") | Jump(kind="break" | "continue"):
            return True
    return False


def goes_on(statement: With) -> bool:
    """Whether what stands behind a `with` runs even if the code in it raises: after `suppress`."""
    return any(last_name(called(item.value)) == "suppress" for item in statement.items)


def children(node: Node) -> list[Node]:
    """Return the nodes directly inside `node`."""
    found: list[Node] = []
    for part in node.parts:
        value = getattr(node, part)
        if type(value) is tuple:
            found += value
        elif value is not None:
            found.append(value)
    return found


def walk(node: Node) -> Iterator[Node]:
    """`node` and everything inside it, parents first, in source order."""
    stack = [node]
    while stack:
        current = stack.pop()
        yield current
        if current.parts:
            stack += children(current)[::-1]


def walk_own(node: Node) -> Iterator[Node]:
    """Like `walk`, but stays out of the functions, lambdas and classes defined inside `node`."""
    stack = children(node)[::-1]
    yield node
    while stack:
        current = stack.pop()
        yield current
        if current.parts and type(current) not in _DEFINITIONS:
            stack += children(current)[::-1]


_DEFINITIONS = (Function, Lambda, Class)


def yields(node: Node) -> bool:
    """Whether code makes the function around it a generator."""
    return any(True for _ in yielding(node))


def yielding(node: Node) -> Iterator[Other]:
    """Yield the `yield` and `yield from` of code, but for those of functions inside it."""
    return (inner for inner in walk_own(node) if isinstance(inner, Other) and inner.kind in ("yield", "yield from"))


def dotted(node: Node) -> str | None:
    """Return a name or a chain of attributes as it is written, `self.env`; None for anything else."""
    match node:
        case Name(id=name):
            return name
        case Attribute(value=value, attr=attr):
            owner = dotted(value)
            return None if owner is None else f"{owner}.{attr}"
    return None


def called(expr: Expr) -> Expr:
    """Return what a call calls, and anything else as it is: decorators are written either way."""
    return expr.func if isinstance(expr, Call) else expr


def last_name(node: Node) -> str:
    """Return the last part of a name or attribute: `shuffle` for `self.rng.shuffle`; empty for anything else."""
    return node.attr if isinstance(node, Attribute) else node.id if isinstance(node, Name) else ""


def is_none(node: Node | None) -> bool:
    """Return whether an expression is `None`, as it is written."""
    return isinstance(node, Constant) and node.value is None


def said(node: Node) -> Iterator[str]:
    """Every name, attribute and string in a piece of code: what it may say of itself."""
    for inner in walk(node):
        match inner:
            case Name(id=name) | Attribute(attr=name) | Constant(value=str(name)):
                yield name


def names(node: Node) -> Iterator[str]:
    """Every name in a piece of code, as often as it is written: attributes, parameters and keywords included."""
    for inner in walk(node):
        match inner:
            case Name(id=name) | Attribute(attr=name) | Parameter(name=name) | Argument(keyword=str(name)):
                yield name
