"""From Python's own syntax tree to the plain tree of `tree.py`.

Most files give no finding, and of those nothing is asked but what they mean: `ast` tells that in a tenth of the time
that LibCST takes. The outcome, ordinals included, is what `from_libcst` makes of the same text.
"""

from __future__ import annotations

import ast
from array import array
from collections.abc import Callable, Iterable, Sequence
from itertools import count
from typing import Any

from loaderlint.syntax import tree
from loaderlint.syntax.parser_limits import MAX_DEPTH, TooDeepError
from loaderlint.syntax.tree import Expr, Stmt
from loaderlint.text.python import is_formatted, parsed


class UnreadableError(ValueError):
    """This Python does not take the text, or `from_libcst` has to say what it means."""


def read(text: str) -> tree.Module:
    """Return the plain tree of a text.

    Raises:
        UnreadableError: it is no Python, or not that of the release that runs.
        TooDeepError: the code is nested deeper than `MAX_DEPTH`.
    """
    module = parsed(text)
    if module is None:
        raise UnreadableError
    lowering = _Lowering()
    return tree.Module(lowering.mark(), lowering.block(module.body), lowering.statements)


class _Lowering:
    def __init__(self) -> None:
        self.mark = count().__next__
        self.depth = 0
        self.statements = array("I")

    # -- expressions ---------------------------------------------------------------------------------------------

    def expr(self, node: ast.expr) -> Expr:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise TooDeepError(node.lineno)
        handler = _EXPRESSIONS.get(type(node))
        if handler is None:
            raise UnreadableError
        lowered: Expr = handler(self, node)
        self.depth -= 1
        return lowered

    def optional(self, node: ast.expr | None) -> Expr | None:
        return None if node is None else self.expr(node)

    def all(self, nodes: Iterable[ast.expr]) -> tuple[Expr, ...]:
        return tuple([self.expr(node) for node in nodes])

    def name(self, node: ast.Name) -> Expr:
        return tree.Name(self.mark(), node.id)

    def attribute(self, node: ast.Attribute) -> Expr:
        return tree.Attribute(self.mark(), self.expr(node.value), node.attr)

    def constant(self, node: ast.Constant) -> Expr:
        if node.value is ...:
            return tree.Other(self.mark(), "Ellipsis", ())
        return tree.Constant(self.mark(), node.value)

    def call(self, node: ast.Call) -> Expr:
        at = self.mark()
        func = self.expr(node.func)
        given: Sequence[ast.expr | ast.keyword] = node.args
        if node.keywords:
            given = [*node.args, *node.keywords]
            if any(isinstance(arg, ast.Starred) for arg in node.args):  # may stand behind a keyword
                given.sort(key=lambda arg: (arg.lineno, arg.col_offset))
        return tree.Call(at, func, self.arguments(given))

    def arguments(self, given: Iterable[ast.expr | ast.keyword]) -> tuple[tree.Argument, ...]:
        found = []
        for arg in given:
            at = self.mark()
            if isinstance(arg, ast.keyword):
                found.append(tree.Argument(at, "" if arg.arg else "**", arg.arg, self.expr(arg.value)))
            elif isinstance(arg, ast.Starred):
                found.append(tree.Argument(at, "*", None, self.expr(arg.value)))
            else:
                found.append(tree.Argument(at, "", None, self.expr(arg)))
        return tuple(found)

    def formatted(self, node: ast.JoinedStr) -> Expr:
        at = self.mark()
        texts = [str(part.value) for part in node.values if isinstance(part, ast.Constant)]
        if len(texts) == len(node.values):
            return tree.Constant(at, "".join(texts))
        return tree.Other(at, "f-string", self.all(node.values))

    def put_in(self, node: ast.FormattedValue) -> Expr:
        if not is_formatted(node):
            return self.expr(node.value)
        return tree.Other(self.mark(), "formatted", (self.expr(node.value),))

    def display(self, node: ast.Tuple | ast.List | ast.Set) -> Expr:
        return tree.Sequence(self.mark(), type(node).__name__.lower(), self.all(node.elts))

    def starred(self, node: ast.Starred) -> Expr:
        return tree.Other(self.mark(), "starred", (self.expr(node.value),))

    def dict(self, node: ast.Dict) -> Expr:
        at = self.mark()
        pairs = zip(node.keys, node.values, strict=True)
        return tree.Dict(at, tuple([tree.Pair(self.mark(), self.optional(k), self.expr(v)) for k, v in pairs]))

    def conditional(self, node: ast.IfExp) -> Expr:
        return tree.Conditional(self.mark(), self.expr(node.test), self.expr(node.body), self.expr(node.orelse))

    def binary(self, node: ast.BinOp) -> Expr:
        return tree.Operation(self.mark(), _OPERATORS[type(node.op)], (self.expr(node.left), self.expr(node.right)))

    def boolean(self, node: ast.BoolOp) -> Expr:
        # `a or b or c` is one node here, and `(a or b) or c` in the plain tree.
        rest = node.values[1:]
        ats = [self.mark() for _ in rest]
        self.depth += len(rest) - 1
        lowered = self.expr(node.values[0])
        for at, value in zip(reversed(ats), rest, strict=True):
            lowered = tree.Operation(at, _OPERATORS[type(node.op)], (lowered, self.expr(value)))
        self.depth -= len(rest) - 1
        return lowered

    def unary(self, node: ast.UnaryOp) -> Expr:
        return tree.unary(self.mark(), _OPERATORS[type(node.op)], self.expr(node.operand))

    def comparison(self, node: ast.Compare) -> Expr:
        at = self.mark()
        operators = " ".join([_OPERATORS[type(op)] for op in node.ops])
        return tree.Operation(at, operators, (self.expr(node.left), *self.all(node.comparators)))

    def subscript(self, node: ast.Subscript) -> Expr:
        at = self.mark()
        value = self.expr(node.value)
        return tree.Subscript(
            at, value, self.all(node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice])
        )

    def slice(self, node: ast.Slice) -> Expr:
        at = self.mark()
        bounds = [self.expr(b) if b is not None else None for b in (node.lower, node.upper, node.step)]
        return tree.sliced(at, bounds)

    def walrus(self, node: ast.NamedExpr) -> Expr:
        return tree.Walrus(self.mark(), self.expr(node.target), self.expr(node.value))

    def comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> Expr:
        at = self.mark()
        clauses = [
            tree.Clause(self.mark(), self.expr(c.target), self.expr(c.iter), self.all(c.ifs)) for c in node.generators
        ]
        elements = (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,)
        return tree.Comprehension(at, type(node).__name__, self.all(elements), tuple(clauses))

    def lambda_(self, node: ast.Lambda) -> Expr:
        return tree.Lambda(self.mark(), self.parameters(node.args), self.expr(node.body))

    def wrapped(self, node: ast.Await | ast.Yield | ast.YieldFrom) -> Expr:
        at = self.mark()
        return tree.Other(at, _WRAPPED[type(node)], () if node.value is None else (self.expr(node.value),))

    def parameters(self, node: ast.arguments) -> tuple[tree.Parameter, ...]:
        positional = [*node.posonlyargs, *node.args]
        defaults = [None] * (len(positional) - len(node.defaults)) + node.defaults
        found = [self.parameter(p, default) for p, default in zip(positional, defaults, strict=True)]
        if node.vararg is not None:
            found.append(self.parameter(node.vararg, None, "*"))
        for parameter, default in zip(node.kwonlyargs, node.kw_defaults, strict=True):
            found.append(self.parameter(parameter, default, keyword_only=True))
        if node.kwarg is not None:
            found.append(self.parameter(node.kwarg, None, "**"))
        return tuple(found)

    def parameter(self, node: ast.arg, default: ast.expr | None, star: str = "", **kinds: bool) -> tree.Parameter:
        named = _class_named(node.annotation) if node.annotation is not None else None
        return tree.Parameter(self.mark(), node.arg, self.optional(default), star, annotation=named, **kinds)

    # -- statements ----------------------------------------------------------------------------------------------

    def block(self, body: list[ast.stmt]) -> tuple[Stmt, ...]:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise TooDeepError(body[0].lineno)
        statements: list[Stmt] = []
        for node in body:
            handler = _STATEMENTS.get(type(node))
            if handler is not None:
                lowered = handler(self, node)
                self.note(lowered.at, node)
                statements.append(lowered)
        self.depth -= 1
        return tuple(statements)

    def note(self, at: int, node: ast.stmt) -> None:
        """Take down where a statement stands."""
        decorators: list[ast.expr] = getattr(node, "decorator_list", [])
        first = decorators[0] if decorators else node
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        self.statements.extend((at, first.lineno, first.col_offset, node.end_lineno, node.end_col_offset))

    def otherwise(self, body: list[ast.stmt]) -> tuple[Stmt, ...]:
        return self.block(body) if body else ()

    def expression(self, node: ast.Expr) -> Stmt:
        return tree.Evaluate(self.mark(), "", (self.expr(node.value),))

    def assign(self, node: ast.Assign) -> Stmt:
        return tree.Assign(self.mark(), self.all(node.targets), self.expr(node.value))

    def annotated(self, node: ast.AnnAssign) -> Stmt:
        at = self.mark()
        target, annotation = self.expr(node.target), self.expr(node.annotation)
        return tree.Assign(at, (target,), self.optional(node.value), annotation=annotation)

    def augmented(self, node: ast.AugAssign) -> Stmt:
        return tree.Assign(self.mark(), (self.expr(node.target),), self.expr(node.value), _OPERATORS[type(node.op)])

    def return_(self, node: ast.Return) -> Stmt:
        return tree.Return(self.mark(), self.optional(node.value))

    def raise_(self, node: ast.Raise) -> Stmt:
        return self.operands("raise", [node.exc, node.cause])

    def assert_(self, node: ast.Assert) -> Stmt:
        return self.operands("assert", [node.test, node.msg])

    def operands(self, kind: str, found: list[ast.expr | None]) -> Stmt:
        return tree.Evaluate(self.mark(), kind, self.all(f for f in found if f is not None))

    def delete(self, node: ast.Delete) -> Stmt:
        return tree.Evaluate(self.mark(), "del", self.all(node.targets))

    def scoping(self, node: ast.Global | ast.Nonlocal) -> Stmt:
        return tree.Scoping(self.mark(), type(node).__name__.lower(), tuple(node.names))

    def jump(self, node: ast.Break | ast.Continue | ast.Pass) -> Stmt:
        return tree.Jump(self.mark(), type(node).__name__.lower())

    def if_(self, node: ast.If) -> Stmt:
        # An elif chain is unrolled so that it takes no calls inside each other.
        chain = [node]
        while len(chain[-1].orelse) == 1 and isinstance(chain[-1].orelse[0], ast.If):
            chain.append(chain[-1].orelse[0])
        parts = []
        for link in chain:
            self.depth += 1
            at = self.mark()
            if link is not node:
                self.note(at, link)
            parts.append((at, self.expr(link.test), self.block(link.body)))
        self.depth -= len(chain)
        rest = self.otherwise(chain[-1].orelse)
        for at, test, body in reversed(parts):
            rest = (tree.If(at, test, body, rest),)
        return rest[0]

    def for_(self, node: ast.For | ast.AsyncFor) -> Stmt:
        at = self.mark()
        target, iterable = self.expr(node.target), self.expr(node.iter)
        return tree.For(at, target, iterable, self.block(node.body), self.otherwise(node.orelse))

    def while_(self, node: ast.While) -> Stmt:
        return tree.While(self.mark(), self.expr(node.test), self.block(node.body), self.otherwise(node.orelse))

    def with_(self, node: ast.With | ast.AsyncWith) -> Stmt:
        at = self.mark()
        items = [
            tree.WithItem(self.mark(), self.expr(i.context_expr), self.optional(i.optional_vars)) for i in node.items
        ]
        return tree.With(at, tuple(items), self.block(node.body))

    def try_(self, node: ast.Try) -> Stmt:
        at = self.mark()
        body = self.block(node.body)
        handlers = [tree.Handler(self.mark(), self.optional(h.type), h.name, self.block(h.body)) for h in node.handlers]
        return tree.Try(at, body, tuple(handlers), self.otherwise(node.orelse), self.otherwise(node.finalbody))

    def match(self, node: ast.Match) -> Stmt:
        at = self.mark()
        subject = self.expr(node.subject)
        captures: set[str] = set()
        for case in node.cases:
            captures.update(_captured(case.pattern))
        cases = tuple(self.case(subject, case) for case in node.cases)
        return tree.Match(at, subject, cases, tuple(sorted(captures)))

    def case(self, subject: Expr, node: ast.match_case) -> tree.Case:
        at = self.mark()
        values, guard = self.pattern(node.pattern), self.optional(node.guard)
        test = tree.pattern_test(at, subject, values, guard)
        return tree.Case(at, values or (), guard, self.block(node.body), test)

    def pattern(self, node: ast.pattern) -> tuple[Expr, ...] | None:
        """What a pattern compares the subject with, nothing if it takes anything; None where it does something else."""
        match node:
            case ast.MatchAs(pattern=None):
                return ()
            case ast.MatchValue(value=value):
                return (self.expr(value),)
            case ast.MatchSingleton(value=value):
                return (tree.Constant(self.mark(), value),)
            case ast.MatchOr(patterns=patterns):
                found = [self.pattern(part) for part in patterns]
                values = tuple(value for part in found for value in part or ())
                return values if all(found) else None
        return None

    def function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Stmt:
        at = self.mark()
        decorators = self.all(node.decorator_list)
        return tree.Function(at, node.name, self.parameters(node.args), decorators, self.block(node.body))

    def class_(self, node: ast.ClassDef) -> Stmt:
        at = self.mark()
        decorators = self.all(node.decorator_list)
        bases = self.arguments((*node.bases, *node.keywords))
        return tree.Class(at, node.name, bases, decorators, self.block(node.body))

    def import_(self, node: ast.Import) -> Stmt:
        return tree.Import(self.mark(), None, _imported(node.names))

    def import_from(self, node: ast.ImportFrom) -> Stmt:
        return tree.Import(self.mark(), "." * node.level + (node.module or ""), _imported(node.names))


def _imported(names: list[ast.alias]) -> tuple[tuple[str, str | None], ...]:
    return tuple([(alias.name, alias.asname) for alias in names])


def _captured(pattern: ast.pattern) -> Iterable[str]:
    """Names that a match pattern binds."""
    for part in ast.walk(pattern):
        name = part.rest if isinstance(part, ast.MatchMapping) else getattr(part, "name", None)
        if isinstance(part, ast.pattern) and name is not None:
            yield name


_OPERATORS: dict[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.MatMult: "@", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%",
    ast.Pow: "**", ast.LShift: "<<", ast.RShift: ">>", ast.BitOr: "|", ast.BitAnd: "&", ast.BitXor: "^",
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.In: "in",
    ast.NotIn: "not_in", ast.Is: "is", ast.IsNot: "is_not", ast.And: "and", ast.Or: "or", ast.Not: "not",
    ast.USub: "-", ast.UAdd: "+", ast.Invert: "~",
}  # fmt: skip

_WRAPPED: dict[type[ast.AST], str] = {ast.Await: "await", ast.Yield: "yield", ast.YieldFrom: "yield from"}

_Handlers = dict[type[ast.AST], Callable[..., Any]]

_EXPRESSIONS: _Handlers = {
    ast.Name: _Lowering.name,
    ast.Attribute: _Lowering.attribute,
    ast.Constant: _Lowering.constant,
    ast.Call: _Lowering.call,
    ast.JoinedStr: _Lowering.formatted,
    ast.FormattedValue: _Lowering.put_in,
    ast.Tuple: _Lowering.display,
    ast.List: _Lowering.display,
    ast.Set: _Lowering.display,
    ast.Starred: _Lowering.starred,
    ast.Dict: _Lowering.dict,
    ast.IfExp: _Lowering.conditional,
    ast.BinOp: _Lowering.binary,
    ast.BoolOp: _Lowering.boolean,
    ast.UnaryOp: _Lowering.unary,
    ast.Compare: _Lowering.comparison,
    ast.Subscript: _Lowering.subscript,
    ast.Slice: _Lowering.slice,
    ast.NamedExpr: _Lowering.walrus,
    ast.ListComp: _Lowering.comprehension,
    ast.SetComp: _Lowering.comprehension,
    ast.GeneratorExp: _Lowering.comprehension,
    ast.DictComp: _Lowering.comprehension,
    ast.Lambda: _Lowering.lambda_,
    ast.Await: _Lowering.wrapped,
    ast.Yield: _Lowering.wrapped,
    ast.YieldFrom: _Lowering.wrapped,
}

_STATEMENTS: _Handlers = {
    ast.Expr: _Lowering.expression,
    ast.Assign: _Lowering.assign,
    ast.AnnAssign: _Lowering.annotated,
    ast.AugAssign: _Lowering.augmented,
    ast.Return: _Lowering.return_,
    ast.Raise: _Lowering.raise_,
    ast.Assert: _Lowering.assert_,
    ast.Delete: _Lowering.delete,
    ast.Global: _Lowering.scoping,
    ast.Nonlocal: _Lowering.scoping,
    ast.Break: _Lowering.jump,
    ast.Continue: _Lowering.jump,
    ast.Pass: _Lowering.jump,
    ast.If: _Lowering.if_,
    ast.For: _Lowering.for_,
    ast.AsyncFor: _Lowering.for_,
    ast.While: _Lowering.while_,
    ast.With: _Lowering.with_,
    ast.AsyncWith: _Lowering.with_,
    ast.Try: _Lowering.try_,
    ast.Match: _Lowering.match,
    ast.FunctionDef: _Lowering.function,
    ast.AsyncFunctionDef: _Lowering.function,
    ast.ClassDef: _Lowering.class_,
    ast.Import: _Lowering.import_,
    ast.ImportFrom: _Lowering.import_from,
}
if hasattr(ast, "TryStar"):  # from Python 3.11
    _STATEMENTS[ast.TryStar] = _Lowering.try_


def _class_named(annotation: ast.expr) -> str | None:
    """The name, or chain of attributes, of the class that an annotation names, also as a string or beside None."""
    match annotation:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attr):
            owner = _class_named(value)
            return owner and f"{owner}.{attr}"
        case ast.Constant(value=str(text)) if all(map(str.isidentifier, text.split("."))):
            return text
        case ast.BinOp(left=left, op=ast.BitOr(), right=ast.Constant(value=None)):
            return _class_named(left)
        case ast.Subscript(value=ast.Name(id="Optional") | ast.Attribute(attr="Optional"), slice=inner):
            return _class_named(inner)
    return None
