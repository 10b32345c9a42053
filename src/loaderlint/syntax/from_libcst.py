"""From a LibCST module to the plain tree of `tree.py`, in one walk over the fields that bear code.

Whitespace, commas and parentheses are more than nine tenths of a LibCST tree; not visiting them is what makes the walk
cost 5 ms per 1,000 lines of training code where a LibCST visitor costs 60. What LibCST tells apart and Python does not
is alike here, so that `from_ast` gives the same tree: `del (a), b`, `a[(1, 2)]`, strings in one piece or several.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar, cast

import libcst as cst

from loaderlint.syntax import tree
from loaderlint.syntax.parser_limits import MAX_DEPTH, TooDeepError
from loaderlint.syntax.tree import Expr, Stmt
from loaderlint.text.python import is_formatted

T = TypeVar("T")


class LiteralError(ValueError):
    """A literal that LibCST takes and Python does not: an unknown character name, far too many digits."""


def lower(module: cst.Module) -> tuple[tree.Module, list[cst.CSTNode]]:
    """Return the plain tree and the LibCST nodes its `at` ordinals stand for.

    Raises:
        TooDeepError: the code is nested deeper than `MAX_DEPTH`.
        LiteralError: a literal has no value.
    """
    lowering = _Lowering()
    at = lowering.mark(module)
    body = lowering.block(module.body)
    return tree.Module(at, body), lowering.marked


class _Lowering:
    def __init__(self) -> None:
        self.marked: list[cst.CSTNode] = []
        self.depth = 0

    def mark(self, node: cst.CSTNode) -> int:
        self.marked.append(node)
        return len(self.marked) - 1

    # -- expressions ---------------------------------------------------------------------------------------------

    def expr(self, node: cst.CSTNode) -> Expr:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise TooDeepError
        handler = _EXPRESSIONS.get(type(node))
        lowered = handler(self, node) if handler else tree.Other(self.mark(node), type(node).__name__, ())
        self.depth -= 1
        return lowered

    def optional(self, node: cst.CSTNode | None) -> Expr | None:
        return None if node is None else self.expr(node)

    def name(self, node: cst.Name) -> Expr:
        at = self.mark(node)
        if node.value in _NAMED_CONSTANTS:
            return tree.Constant(at, _NAMED_CONSTANTS[node.value])
        return tree.Name(at, node.value)

    def attribute(self, node: cst.Attribute) -> Expr:
        at = self.mark(node)
        return tree.Attribute(at, self.expr(node.value), node.attr.value)

    def call(self, node: cst.Call) -> Expr:
        at = self.mark(node)
        return tree.Call(at, self.expr(node.func), self.arguments(node.args))

    def arguments(self, args: Iterable[cst.Arg]) -> tuple[tree.Argument, ...]:
        return tuple(
            tree.Argument(self.mark(a), a.star, a.keyword.value if a.keyword else None, self.expr(a.value))
            for a in args
        )

    def number(self, node: cst.Integer | cst.Float | cst.Imaginary) -> Expr:
        return tree.Constant(self.mark(node), _literal(node.value))

    def string(self, node: cst.BaseString) -> Expr:
        at = self.mark(node)
        pieces = list(_pieces(node))
        if len(pieces) > MAX_DEPTH:  # LibCST writes them out one inside the other
            raise TooDeepError
        values = [_string_value(piece) for piece in pieces if isinstance(piece, cst.SimpleString)]
        if len(values) == len(pieces):
            return tree.Constant(at, _joined(values))
        parts = [part for piece in pieces if isinstance(piece, cst.FormattedString) for part in piece.parts]
        told = _values(node)
        if all(isinstance(part, cst.FormattedStringText) for part in parts):
            return tree.Constant(at, "".join(str(text.value) for text in told if isinstance(text, ast.Constant)))
        put_in = (part.expression for part in parts if isinstance(part, cst.FormattedStringExpression))
        inner: list[Expr] = []
        for one in told:
            if isinstance(one, ast.Constant):
                inner.append(tree.Constant(self.mark(node), one.value))
            elif is_formatted(one):
                inner.append(self.formatted(next(put_in)))
            else:
                inner.append(self.expr(next(put_in)))
        inner += map(self.formatted, put_in)
        return tree.Other(at, "f-string", tuple(inner))

    def formatted(self, node: cst.BaseExpression) -> Expr:
        return tree.Other(self.mark(node), "formatted", (self.expr(node),))

    def display(self, node: cst.Tuple | cst.List | cst.Set) -> Expr:
        at = self.mark(node)
        return tree.Sequence(at, type(node).__name__.lower(), tuple(self.element(e) for e in node.elements))

    def element(self, node: cst.BaseElement) -> Expr:
        if isinstance(node, cst.StarredElement):
            return tree.Other(self.mark(node), "starred", (self.expr(node.value),))
        return self.expr(node.value)

    def dict(self, node: cst.Dict) -> Expr:
        at = self.mark(node)
        items = []
        for element in node.elements:
            key = element.key if isinstance(element, cst.DictElement) else None
            items.append(tree.Pair(self.mark(element), self.optional(key), self.expr(element.value)))
        return tree.Dict(at, tuple(items))

    def conditional(self, node: cst.IfExp) -> Expr:
        at = self.mark(node)
        return tree.Conditional(at, self.expr(node.test), self.expr(node.body), self.expr(node.orelse))

    def binary(self, node: cst.BinaryOperation | cst.BooleanOperation) -> Expr:
        at = self.mark(node)
        return tree.Operation(at, _operator(node.operator), (self.expr(node.left), self.expr(node.right)))

    def unary(self, node: cst.UnaryOperation) -> Expr:
        at = self.mark(node)
        return tree.unary(at, _operator(node.operator), self.expr(node.expression))

    def comparison(self, node: cst.Comparison) -> Expr:
        at = self.mark(node)
        operators = " ".join(_operator(c.operator) for c in node.comparisons)
        operands = (self.expr(node.left), *(self.expr(c.comparator) for c in node.comparisons))
        return tree.Operation(at, operators, operands)

    def subscript(self, node: cst.Subscript) -> Expr:
        at = self.mark(node)
        value = self.expr(node.value)
        first = node.slice[0].slice
        if len(node.slice) == 1 and isinstance(first, cst.Index) and isinstance(first.value, cst.Tuple):
            return tree.Subscript(at, value, tuple(self.element(e) for e in first.value.elements))
        return tree.Subscript(at, value, tuple(self.index(e.slice) for e in node.slice))

    def index(self, node: cst.BaseSlice) -> Expr:
        if isinstance(node, cst.Index):
            return (
                tree.Other(self.mark(node), "starred", (self.expr(node.value),)) if node.star else self.expr(node.value)
            )
        at = self.mark(node)
        node = cast(cst.Slice, node)
        bounds = [self.expr(b) if b is not None else None for b in (node.lower, node.upper, node.step)]
        return tree.sliced(at, bounds)

    def walrus(self, node: cst.NamedExpr) -> Expr:
        return tree.Walrus(self.mark(node), self.expr(node.target), self.expr(node.value))

    def comprehension(self, node: cst.ListComp | cst.SetComp | cst.GeneratorExp | cst.DictComp) -> Expr:
        at = self.mark(node)
        clauses: list[tree.Clause] = []
        clause: cst.CompFor | None = node.for_in
        while clause is not None:
            mark = self.mark(clause)
            target, iterable = self.expr(clause.target), self.expr(clause.iter)
            clauses.append(tree.Clause(mark, target, iterable, tuple(self.expr(c.test) for c in clause.ifs)))
            clause = clause.inner_for_in
        elements = (node.key, node.value) if isinstance(node, cst.DictComp) else (node.elt,)
        return tree.Comprehension(at, type(node).__name__, tuple(self.expr(e) for e in elements), tuple(clauses))

    def lambda_(self, node: cst.Lambda) -> Expr:
        return tree.Lambda(self.mark(node), self.parameters(node.params), self.expr(node.body))

    def await_(self, node: cst.Await) -> Expr:
        return tree.Other(self.mark(node), "await", (self.expr(node.expression),))

    def yield_(self, node: cst.Yield) -> Expr:
        at = self.mark(node)
        if isinstance(node.value, cst.From):
            return tree.Other(at, "yield from", (self.expr(node.value.item),))
        return tree.Other(at, "yield", () if node.value is None else (self.expr(node.value),))

    def parameters(self, node: cst.Parameters) -> tuple[tree.Parameter, ...]:
        found = [self.parameter(p) for p in node.posonly_params]
        found += [self.parameter(p) for p in node.params]
        if isinstance(node.star_arg, cst.Param):
            found.append(self.parameter(node.star_arg, star="*"))
        found += [self.parameter(p, keyword_only=True) for p in node.kwonly_params]
        if node.star_kwarg is not None:
            found.append(self.parameter(node.star_kwarg, star="**"))
        return tuple(found)

    def parameter(self, node: cst.Param, star: str = "", **kinds: bool) -> tree.Parameter:
        named = _class_named(node.annotation.annotation) if node.annotation is not None else None
        return tree.Parameter(
            self.mark(node.name), node.name.value, self.optional(node.default), star, annotation=named, **kinds
        )

    # -- statements ----------------------------------------------------------------------------------------------

    def block(self, body: Iterable[cst.CSTNode]) -> tuple[Stmt, ...]:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise TooDeepError
        statements: list[Stmt] = []
        for node in body:
            simple = node.body if isinstance(node, cst.SimpleStatementLine) else (node,)
            for statement in simple:
                handler = _STATEMENTS.get(type(statement))
                if handler is not None:
                    statements.append(handler(self, statement))
        self.depth -= 1
        return tuple(statements)

    def suite(self, node: cst.BaseSuite) -> tuple[Stmt, ...]:
        return self.block(node.body)

    def otherwise(self, node: cst.Else | cst.Finally | None) -> tuple[Stmt, ...]:
        return () if node is None else self.suite(node.body)

    def expression(self, node: cst.Expr) -> Stmt:
        return tree.Evaluate(self.mark(node), "", (self.expr(node.value),))

    def assign(self, node: cst.Assign) -> Stmt:
        at = self.mark(node)
        return tree.Assign(at, tuple(self.expr(t.target) for t in node.targets), self.expr(node.value))

    def annotated(self, node: cst.AnnAssign) -> Stmt:
        at = self.mark(node)
        target, annotation = self.expr(node.target), self.expr(node.annotation.annotation)
        return tree.Assign(at, (target,), self.optional(node.value), annotation=annotation)

    def augmented(self, node: cst.AugAssign) -> Stmt:
        at = self.mark(node)
        return tree.Assign(at, (self.expr(node.target),), self.expr(node.value), _operator(node.operator))

    def return_(self, node: cst.Return) -> Stmt:
        return tree.Return(self.mark(node), self.optional(node.value))

    def operands(self, node: cst.Raise | cst.Assert | cst.Del) -> Stmt:
        at = self.mark(node)
        found: list[cst.CSTNode | None]
        if isinstance(node, cst.Raise):
            found = [node.exc, node.cause.item if node.cause else None]
        elif isinstance(node, cst.Assert):
            found = [node.test, node.msg]
        elif isinstance(node.target, cst.Tuple) and not node.target.lpar:
            found = [element.value for element in node.target.elements]
        else:
            found = [node.target]
        return tree.Evaluate(at, type(node).__name__.lower(), tuple(self.expr(f) for f in found if f is not None))

    def scoping(self, node: cst.Global | cst.Nonlocal) -> Stmt:
        names = tuple(item.name.value for item in node.names)
        return tree.Scoping(self.mark(node), type(node).__name__.lower(), names)

    def jump(self, node: cst.Break | cst.Continue | cst.Pass) -> Stmt:
        return tree.Jump(self.mark(node), type(node).__name__.lower())

    def if_(self, node: cst.If) -> Stmt:
        # An elif chain is a linked list in LibCST; it is unrolled so that it takes no calls inside each other here.
        chain = [node]
        while isinstance(chain[-1].orelse, cst.If):
            chain.append(chain[-1].orelse)
        last = chain[-1].orelse
        parts = []
        for link in chain:
            self.depth += 1
            parts.append((self.mark(link), self.expr(link.test), self.suite(link.body)))
        self.depth -= len(chain)
        rest = self.otherwise(last if isinstance(last, cst.Else) else None)
        for at, test, body in reversed(parts):
            rest = (tree.If(at, test, body, rest),)
        return rest[0]

    def for_(self, node: cst.For) -> Stmt:
        at = self.mark(node)
        target, iterable = self.expr(node.target), self.expr(node.iter)
        return tree.For(at, target, iterable, self.suite(node.body), self.otherwise(node.orelse))

    def while_(self, node: cst.While) -> Stmt:
        at = self.mark(node)
        return tree.While(at, self.expr(node.test), self.suite(node.body), self.otherwise(node.orelse))

    def with_(self, node: cst.With) -> Stmt:
        at = self.mark(node)
        items = [
            tree.WithItem(self.mark(i), self.expr(i.item), self.expr(i.asname.name) if i.asname else None)
            for i in node.items
        ]
        return tree.With(at, tuple(items), self.suite(node.body))

    def try_(self, node: cst.Try | cst.TryStar) -> Stmt:
        at = self.mark(node)
        body = self.suite(node.body)
        handlers = []
        for h in node.handlers:
            mark, kind = self.mark(h), self.optional(h.type)
            name = h.name.name.value if h.name and isinstance(h.name.name, cst.Name) else None
            handlers.append(tree.Handler(mark, kind, name, self.suite(h.body)))
        return tree.Try(at, body, tuple(handlers), self.otherwise(node.orelse), self.otherwise(node.finalbody))

    def match(self, node: cst.Match) -> Stmt:
        at = self.mark(node)
        subject = self.expr(node.subject)
        cases = []
        captures: set[str] = set()
        for case in node.cases:
            captures |= _captured(case.pattern)
            cases.append(self.case(subject, case))
        return tree.Match(at, subject, tuple(cases), tuple(sorted(captures)))

    def case(self, subject: Expr, node: cst.MatchCase) -> tree.Case:
        at = self.mark(node)
        values, guard = self.pattern(node.pattern), self.optional(node.guard)
        test = tree.pattern_test(at, subject, values, guard)
        return tree.Case(at, values or (), guard, self.suite(node.body), test)

    def pattern(self, node: cst.MatchPattern) -> tuple[Expr, ...] | None:
        """What a pattern compares the subject with, nothing if it takes anything; None where it does something else."""
        match node:
            case cst.MatchAs(pattern=None):
                return ()
            case cst.MatchValue(value=value) | cst.MatchSingleton(value=value):
                return (self.expr(value),)
            case cst.MatchOr(patterns=patterns):
                found = [self.pattern(part.pattern) for part in patterns]
                values = tuple(value for part in found for value in part or ())
                return values if all(found) else None
        return None

    def function(self, node: cst.FunctionDef) -> Stmt:
        at = self.mark(node.name)
        decorators = tuple(self.expr(d.decorator) for d in node.decorators)
        return tree.Function(at, node.name.value, self.parameters(node.params), decorators, self.suite(node.body))

    def class_(self, node: cst.ClassDef) -> Stmt:
        at = self.mark(node.name)
        decorators = tuple(self.expr(d.decorator) for d in node.decorators)
        bases = self.arguments((*node.bases, *node.keywords))
        return tree.Class(at, node.name.value, bases, decorators, self.suite(node.body))

    def import_(self, node: cst.Import) -> Stmt:
        return tree.Import(self.mark(node), None, tuple(_imported(a) for a in node.names))

    def import_from(self, node: cst.ImportFrom) -> Stmt:
        source = "." * len(node.relative) + (_dotted(node.module) if node.module else "")
        names = (("*", None),) if isinstance(node.names, cst.ImportStar) else tuple(_imported(a) for a in node.names)
        return tree.Import(self.mark(node), source, names)


_NAMED_CONSTANTS = {"True": True, "False": False, "None": None}


def _pieces(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """The strings that stand side by side in what is one to Python."""
    while isinstance(node, cst.ConcatenatedString):
        yield node.left
        node = node.right
    yield node


def _joined(values: list[Any]) -> object:
    try:
        return (b"" if isinstance(values[0], bytes) else "").join(values)
    except TypeError:
        raise LiteralError from None


def _values(node: cst.CSTNode) -> list[ast.expr]:
    """The texts and expressions of an f-string, in order; nothing where it is from a later Python than runs."""
    code = cst.Module([]).code_for_node(node)
    try:
        read = _quietly(lambda: ast.parse(f"({code})", mode="eval")).body
    except SyntaxError:
        return []
    return read.values if isinstance(read, ast.JoinedStr) else [read]


def _string_value(node: cst.SimpleString) -> object:
    prefix, inner = node.prefix.lower(), node.raw_value
    if "b" not in prefix and "\r" not in inner and ("\\" not in inner or "r" in prefix):
        return inner
    return _literal(node.value)


def _literal(code: str) -> object:
    try:
        return _quietly(lambda: ast.literal_eval(code))
    except (SyntaxError, ValueError):
        raise LiteralError(code) from None


def _quietly(read: Callable[[], T]) -> T:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an invalid escape is the user's affair
        return read()


#: LibCST's class names of operators, and the text of each.
_OPERATORS = {
    "Add": "+", "Subtract": "-", "Multiply": "*", "MatrixMultiply": "@", "Divide": "/", "FloorDivide": "//",
    "Modulo": "%", "Power": "**", "LeftShift": "<<", "RightShift": ">>", "BitOr": "|", "BitAnd": "&", "BitXor": "^",
    "Equal": "==", "NotEqual": "!=", "LessThan": "<", "LessThanEqual": "<=", "GreaterThan": ">",
    "GreaterThanEqual": ">=", "In": "in", "NotIn": "not_in", "Is": "is", "IsNot": "is_not", "And": "and", "Or": "or",
    "Not": "not", "Minus": "-", "Plus": "+", "BitInvert": "~",
}  # fmt: skip


def _operator(node: cst.CSTNode) -> str:
    return _OPERATORS[type(node).__name__.removesuffix("Assign")]


def _dotted(node: cst.CSTNode) -> str:
    if isinstance(node, cst.Attribute):
        return f"{_dotted(node.value)}.{node.attr.value}"
    return cast(cst.Name, node).value


def _imported(node: cst.ImportAlias) -> tuple[str, str | None]:
    alias = node.asname.name.value if node.asname and isinstance(node.asname.name, cst.Name) else None
    return _dotted(node.name), alias


def _captured(pattern: cst.CSTNode) -> set[str]:
    """Names that a match pattern binds."""
    names = set()
    if isinstance(pattern, cst.MatchAs | cst.MatchStar) and pattern.name is not None:
        names.add(pattern.name.value)
    if isinstance(pattern, cst.MatchMapping) and pattern.rest is not None:
        names.add(pattern.rest.value)
    for child in pattern.children:
        names |= _captured(child)
    return names


_Handlers = dict[type[cst.CSTNode], Callable[..., Any]]

_EXPRESSIONS: _Handlers = {
    cst.Name: _Lowering.name,
    cst.Attribute: _Lowering.attribute,
    cst.Call: _Lowering.call,
    cst.Integer: _Lowering.number,
    cst.Float: _Lowering.number,
    cst.Imaginary: _Lowering.number,
    cst.SimpleString: _Lowering.string,
    cst.ConcatenatedString: _Lowering.string,
    cst.FormattedString: _Lowering.string,
    cst.Tuple: _Lowering.display,
    cst.List: _Lowering.display,
    cst.Set: _Lowering.display,
    cst.StarredElement: _Lowering.element,
    cst.Dict: _Lowering.dict,
    cst.IfExp: _Lowering.conditional,
    cst.BinaryOperation: _Lowering.binary,
    cst.BooleanOperation: _Lowering.binary,
    cst.UnaryOperation: _Lowering.unary,
    cst.Comparison: _Lowering.comparison,
    cst.Subscript: _Lowering.subscript,
    cst.NamedExpr: _Lowering.walrus,
    cst.ListComp: _Lowering.comprehension,
    cst.SetComp: _Lowering.comprehension,
    cst.GeneratorExp: _Lowering.comprehension,
    cst.DictComp: _Lowering.comprehension,
    cst.Lambda: _Lowering.lambda_,
    cst.Await: _Lowering.await_,
    cst.Yield: _Lowering.yield_,
}

_STATEMENTS: _Handlers = {
    cst.Expr: _Lowering.expression,
    cst.Assign: _Lowering.assign,
    cst.AnnAssign: _Lowering.annotated,
    cst.AugAssign: _Lowering.augmented,
    cst.Return: _Lowering.return_,
    cst.Raise: _Lowering.operands,
    cst.Assert: _Lowering.operands,
    cst.Del: _Lowering.operands,
    cst.Global: _Lowering.scoping,
    cst.Nonlocal: _Lowering.scoping,
    cst.Break: _Lowering.jump,
    cst.Continue: _Lowering.jump,
    cst.Pass: _Lowering.jump,
    cst.If: _Lowering.if_,
    cst.For: _Lowering.for_,
    cst.While: _Lowering.while_,
    cst.With: _Lowering.with_,
    cst.Try: _Lowering.try_,
    cst.TryStar: _Lowering.try_,
    cst.Match: _Lowering.match,
    cst.FunctionDef: _Lowering.function,
    cst.ClassDef: _Lowering.class_,
    cst.Import: _Lowering.import_,
    cst.ImportFrom: _Lowering.import_from,
}


def _class_named(annotation: cst.BaseExpression) -> str | None:
    """The name, or chain of attributes, of the class that an annotation names, also as a string or beside None."""
    match annotation:
        case cst.Name(value=name):
            return None if name == "None" else name
        case cst.Attribute(value=value, attr=cst.Name(value=attr)):
            owner = _class_named(value)
            return owner and f"{owner}.{attr}"
        case cst.SimpleString():
            text = annotation.evaluated_value
            named = isinstance(text, str) and all(map(str.isidentifier, text.split(".")))
            return text if named and isinstance(text, str) else None
        case cst.BinaryOperation(left=left, operator=cst.BitOr(), right=cst.Name(value="None")):
            return _class_named(left)
        case cst.Subscript(
            value=cst.Name(value="Optional") | cst.Attribute(attr=cst.Name(value="Optional")),
            slice=(cst.SubscriptElement(slice=cst.Index(value=inner)),),
        ):
            return _class_named(inner)
    return None
