"""From text to plain trees, and from nodes back to their places in the text."""

from __future__ import annotations

import ast
import sys
import sysconfig
import warnings
from dataclasses import fields
from pathlib import Path

import libcst
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaderlint.syntax import from_ast, from_libcst, parser_limits, tree
from loaderlint.syntax.parse import ParseError, parse
from loaderlint.syntax.places import PlacesError, PlacesInCode
from loaderlint.syntax.scope import Scopes
from loaderlint.text.source import Source
from loaderlint.text.stack import on_deep_stack

TOO_DEEP = "code is nested too deeply to be checked"


def source_of(text: str) -> Source:
    return Source(Path("a.py"), text)


def pieces(text: str, kind: type[tree.Node]) -> list[str]:
    """The text of every node of a kind, in source order."""
    source = source_of(text)
    module = parse(source)
    nodes = [node for node in tree.walk(module) if isinstance(node, kind)]
    found = PlacesInCode(source, module)
    return [text[slice(*found.span(node.at))] for node in nodes]


def last_place(source: Source) -> tuple[int, int]:
    """Where the last node of a file stands."""
    module = parse(source)
    return PlacesInCode(source, module).span(max(node.at for node in tree.walk(module)))


def error_of(text: str) -> tuple[str, int, int]:
    with pytest.raises(ParseError) as caught:
        parse(source_of(text))
    return str(caught.value), caught.value.line, caught.value.column


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("x = f( a , b )  # c\n", tree.Call, ["f( a , b )"]),
        ("x = ( f ( a ) )\n", tree.Call, ["f ( a )"]),
        ("f(a)(b).c(d)\n", tree.Call, ["f(a)(b).c(d)", "f(a)(b)", "f(a)"]),
        ("f(a=1, *b, **c)\n", tree.Argument, ["a=1", "*b", "**c"]),
        ("f(\n    a = 1,  # why\n    b=2,\n)\n", tree.Argument, ["a = 1", "b=2"]),
        ("class A(B, metaclass=C): pass\n", tree.Class, ["A"]),
        ("@ \\\n  a\nclass A(B): pass\n", tree.Argument, ["B"]),
        ("@d\nasync def f(x: int = 1): ...\n", tree.Function, ["f"]),
        ("é = '数'; f(é)\n", tree.Call, ["f(é)"]),
        ("if a:\r\n\tf(1)\r\n", tree.Call, ["f(1)"]),
        ("\ff(1)\n\f\n\ff(2)\n", tree.Call, ["f(1)", "f(2)"]),
        ("if a:\n    f(1)\n    \f    g(2)\n", tree.Call, ["f(1)", "g(2)"]),
        ("\\\n\\\nf(1)\n \\\n  \nf(2)\n", tree.Call, ["f(1)", "f(2)"]),
        ("f(1)\rf(2)\r", tree.Call, ["f(1)", "f(2)"]),
        ("x = {**a, 'b': c}\n", tree.Pair, ["**a", "'b': c"]),
        ("f'{f(1)} {g(2)!r:>{h(3)}}'\n", tree.Call, ["f(1)", "g(2)"]),
        ("x = a if b else c\n", tree.Conditional, ["a if b else c"]),
        ("x[1:2, ...]\n", tree.Subscript, ["x[1:2, ...]"]),
        ("x = -1\n", tree.Constant, ["-1"]),
        ("from a import (b,\n c)\n", tree.Import, ["from a import (b,\n c)"]),
        ("\n\nx: int = 5  # c\n", tree.Assign, ["x: int = 5"]),
    ],
)
def test_spans_are_the_code_alone(text: str, kind: type[tree.Node], found: list[str]) -> None:
    assert pieces(text, kind) == found


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("if a:\n  x\nelif f(b):\n  y\nelif c: f(z)\nelse:\n  f(w)\n", tree.Call, ["f(b)", "f(z)", "f(w)"]),
        ("for f(é).x in f('数'): f(a)\nelse: f(b)\n", tree.Call, ["f(é)", "f('数')", "f(a)", "f(b)"]),
        ("try: f(a)\nexcept f(b) as c: f(d)\nfinally:\n\tf(e)\n", tree.Call, ["f(a)", "f(b)", "f(d)", "f(e)"]),
        ("match f(a):\n  case b.c if f(d): f(e)\n  case g.h if f(i): f(j)\n", tree.Call,
         ["f(a)", "f(d)", "f(e)", "f(i)", "f(j)"]),
        ("@ (f(a))\n@f(b)  # c\nclass A(f(c)):\n  @f(d)\n  def g(self, h=f(e)): f(i)\n", tree.Call,
         ["f(c)", "f(a)", "f(b)", "f(e)", "f(d)", "f(i)"]),
        ("@a\ndef f(\n    x,  # one\n    y=g(1),\n): return g(2)\n", tree.Parameter, ["x", "y"]),
        ("if a:\r\n  x = (f(b,\r\nc)); f(d)\r\n  # e\r\n  f(e)", tree.Call, ["f(b,\r\nc)", "f(d)", "f(e)"]),
    ],
)  # fmt: skip
def test_spans_in_blocks_and_in_their_heads(text: str, kind: type[tree.Node], found: list[str]) -> None:
    assert pieces(text, kind) == found


NAMES = st.sampled_from(["a", "data", "é", "loader_2"])
ATOMS = NAMES | st.sampled_from(["1", "'s'", "-2.5", "None", "'数'", "[]", "b'x'", "...", "f'{a}'"])


def _grow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.tuples(inner, inner)
    return st.one_of(
        st.tuples(inner, st.lists(inner, max_size=3)).map(lambda p: f"({p[0]})({', '.join(p[1])})"),
        st.tuples(NAMES, NAMES, inner).map(lambda p: f"{p[0]}(  {p[1]} = {p[2]} ,)"),
        st.tuples(NAMES, inner).map(lambda p: f"{p[0]}.attr(\n\t*{p[1]},  # comment (\n)"),
        pairs.map(lambda p: f"({p[0]} + {p[1]})"),
        pairs.map(lambda p: f"[{p[0]}, {p[1]}]"),
        pairs.map(lambda p: f"{{{p[0]}: {p[1]}}}"),
        pairs.map(lambda p: f"({p[0]} if {p[1]} else None)"),
        pairs.map(lambda p: f"({p[0]})[{p[1]}]"),
        inner.map(lambda p: f"(lambda data=1: {p})"),
        inner.map(lambda p: f"[a for a in {p} if a]"),
    )


EXPRESSIONS = st.recursive(ATOMS, _grow, max_leaves=12)
LINES = st.sampled_from(
    [
        "{0} = {1}\n",
        "def f({0}=1):\n    return {1}\n",
        "class C({0}):\n\tx = {1}\n",
        "if {1}:\n    pass\n",
        "{1}; {1}\n",
    ]
)
PROGRAMS = st.lists(st.tuples(LINES, NAMES, EXPRESSIONS).map(lambda p: p[0].format(p[1], p[2])), min_size=1, max_size=4)


@settings(max_examples=150, deadline=None)
@given(PROGRAMS.map("".join), st.sampled_from(["\n", "\r\n"]))
def test_names_and_calls_are_those_that_python_sees_at_the_same_places(text: str, newline: str) -> None:
    expected = _by_python(text)
    found = {
        kind: sorted(piece.replace(newline, "\n") for piece in pieces(text.replace("\n", newline), kind))
        for kind in (tree.Name, tree.Call)
    }
    assert found[tree.Call] == expected[ast.Call]
    assert found[tree.Name] == expected[ast.Name]


def _by_python(text: str) -> dict[type[ast.AST], list[str]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "'int' object is not callable" and the like
        module = ast.parse(text)
    found: dict[type[ast.AST], list[str]] = {ast.Name: [], ast.Call: []}
    for node in ast.walk(module):
        if isinstance(node, ast.Name | ast.Call):
            found[type(node)].append(ast.get_source_segment(text, node) or "")
    return {kind: sorted(texts) for kind, texts in found.items()}


LIBRARY = [path for path in sorted(Path(sysconfig.get_path("stdlib")).glob("*.py")) if path.stat().st_size < 40_000]


@pytest.mark.parametrize("path", LIBRARY[:: max(1, len(LIBRARY) // 40)], ids=lambda path: path.name)
def test_the_standard_library_is_understood(path: Path) -> None:
    source = Source(path, path.read_text(encoding="utf-8"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        module = ast.parse(source.text)
    lowered = on_deep_stack(lambda: parse(source))
    nodes = list(tree.walk(lowered))
    for kind, theirs in (
        (tree.Function, ast.FunctionDef | ast.AsyncFunctionDef), (tree.Class, ast.ClassDef), (tree.Call, ast.Call),
        (tree.Import, ast.Import | ast.ImportFrom), (tree.Lambda, ast.Lambda), (tree.Return, ast.Return),
    ):  # fmt: skip
        assert sum(isinstance(n, kind) for n in nodes) == sum(isinstance(n, theirs) for n in ast.walk(module)), kind
    found = PlacesInCode(source, lowered)
    for node in nodes:
        start, end = found.span(node.at)
        piece = source.text[start:end]
        if isinstance(node, tree.Name):
            assert piece == node.id
        elif isinstance(node, tree.Function | tree.Class):
            assert piece == node.name
        elif isinstance(node, tree.Call):
            assert piece.endswith(")")
    scopes = Scopes(lowered)
    assert all(node in scopes.parent for node in nodes[1:])


def content(value: object) -> object:
    """All that a node holds, to compare it by."""
    if isinstance(value, tree.Node):
        return type(value).__name__, [content(getattr(value, field.name)) for field in fields(value)]
    return [content(item) for item in value] if isinstance(value, tuple) else value


def read_by_both(text: str) -> tuple[object, object]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        by_ast, by_libcst = from_ast.read(text), from_libcst.lower(libcst.parse_module(text))[0]
    return content(by_ast.body), content(by_libcst.body)


@pytest.mark.parametrize("path", LIBRARY[:: max(1, len(LIBRARY) // 40)], ids=lambda path: path.name)
def test_both_parsers_give_the_same_tree_of_the_standard_library(path: Path) -> None:
    one, other = on_deep_stack(lambda: read_by_both(path.read_text(encoding="utf-8")))
    assert one == other


@settings(max_examples=150, deadline=None)
@given(PROGRAMS.map("".join), st.sampled_from(["\n", "\r\n"]))
def test_both_parsers_give_the_same_tree(text: str, newline: str) -> None:
    one, other = read_by_both(text.replace("\n", newline))
    assert one == other


@pytest.mark.parametrize(
    "text",
    [
        "del a, (b), c[0]", "del (a, b)", "del a,", "a[1, 2]", "a[(1, 2)]", "a[1,]", "a[()]", "a[1:2, ..., ::3]",
        "a[b:]",
        "a or b or c and d and not e", "a < b <= c is not d not in e", "-1 + -a - +b", "-True", "~-1.5", "x = ...",
        "f(*a, b=1, *c, **d, e=2)", "class A(B, *C, m=D, **E): pass", "def f(a, /, b=1, *c, d, e=2, **g) -> h: pass",
        "lambda a, /, b=1, *, c=2: a", "{**a, 'b': c, 1: 2}", "{a: b for a, b in c if d if e for g in h}",
        "{a async for a in b}", "(yield)", "x = yield a", "yield from a", "async def f(): await g(a for a in b)",
        "'a' 'b' \"c\"", "b'a' b'b'", "f'a{b}c{d!r:>{e}}g'", "'a' f'b{c}' 'd'", "f'{{{a}}}'", "f'{a=}'",
        "f'a{b = !s:>3}'",
        "f''", "f'a' 'b'", "rf'\\n{a}'", "f'\\n{a}'", "'\\d'", "('''a\r\nb'''\r\n'c')", "f'{f(a)}' f'{b}'",
        "x: int", "x: 'A' = 1", "x += 1", "x @= y", "a = b = c, *d = e", "raise", "raise A from b", "assert a, b",
        "global a, b", "if a: b\nelif c: d\nelse:\n  if e: f\n  else: g", "if a: b\nelse:\n  if c: d\n  e",
        "for a, b in c: break\nelse: continue", "while a: pass\nelse: b", "async def f():\n  async with a as b, c: d",
        "async def f():\n  async for a in b: c", "with (a as (b, c), d): e",
        "try: a\nexcept (B, C) as d: e\nexcept: f\nelse: g\nfinally: h", "try: a\nfinally: b",
        "match a:\n  case {'b': c, **d} if e: f\n  case [g, *h] | A(i, j=k) as l: m\n  case _: n",
        "match a:\n  case 'b' | c.d | -1: e\n  case None if f: g\n  case (1 | 2) | 3: h\n  case 4 as i: j\n  case k: l",
        "import a, b.c as d", "from . import a", "from ..a.b import (c as d, e)", "from a import *",
        "@a.b(c)\n@d\nclass E: x = 1; y = 2", "(a := b)", "print((yield))", "1_000, 0xff, 1e3, 2j", "a if b else c",
    ],
)  # fmt: skip
def test_both_parsers_give_the_same_tree_of(text: str) -> None:
    one, other = read_by_both(text + "\n")
    assert one == other


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="this Python knows the syntax that is new to the others")
def test_what_is_too_new_for_this_python_is_read_all_the_same() -> None:
    assert pieces("def first[T](items: list[T]): return f(items[0])\n", tree.Call) == ["f(items[0])"]


def test_no_places_are_told_where_libcst_reads_otherwise() -> None:
    source = source_of("f(a)\n(a): int\n")
    with pytest.raises(PlacesError, match=r"a\.py: LibCST, which tells places, says of line 2: not valid Python 3"):
        last_place(source)
    assert pieces("f(a)\n(a): int\n", tree.Call) == ["f(a)"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0x_ff", 255), ("1_000", 1000), ("1e3", 1000.0), ("2j", 2j), ("-3", -3), ("'a\\n'", "a\n"), ("r'\\n'", "\\n"),
        ("b'\\x00'", b"\x00"), ("'a' \"b\"", "ab"), ("'''a\nb'''", "a\nb"), ("True", True), ("None", None),
        ("'\\d'", "\\d"), ("u'x'", "x"), ("Rb'\\n'", b"\\n"), ("'\\N{BULLET}'", "\u2022"), ("'a\\\nb'", "ab"),
    ],
)  # fmt: skip
def test_literals_have_pythons_values(text: str, value: object) -> None:
    (statement,) = parse(source_of(f"x = {text}\n")).body
    assert isinstance(statement, tree.Assign)
    assert isinstance(statement.value, tree.Constant)
    assert statement.value.value == value
    assert type(statement.value.value) is type(value)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("x = 1\nprint 'a'\n", ("not valid Python 3: this looks like Python 2", 2, 1)),
        (
            "x = 1\nx = y.cuda(async=True)\n",
            ("not valid from Python 3.7 on: `async` is a keyword, and torch calls the option `non_blocking`", 2, 12),
        ),
        ("x = 1\nexec 'a'\n", ("not valid Python 3: this looks like Python 2", 2, 1)),
        ("x = (1,\n", ("not valid Python 3: '(' was never closed", 1, 5)),
        ("def f(:\n    pass\n", ("not valid Python 3", 1, 7)),
        ("x = '\\N{NO SUCH NAME}'\n", ("not valid Python 3", 1, 5)),
        ("x = 1\ny = b'é'\n", ("not valid Python 3", 2, 5)),
        ("x = b'a' 'b'\n", ("not valid Python 3", 1, 5)),
    ],
)
def test_errors_are_where_python_sees_them(text: str, error: tuple[str, int, int]) -> None:
    message, line, _ = error_of(text)
    assert message.startswith(error[0])  # what Python says of it differs by release
    assert line == error[1]


def chain(kind: str, parts: int) -> str:
    """One expression of about `parts` tokens."""
    return {
        "sum": "+".join("a" * (parts // 2)),
        "not": "not " * parts + "a",
        "attributes": "a" + ".b" * (parts // 2),
        "calls": "a" + "()" * (parts // 2),
        "strings": "'a' " * parts,
        "lambdas": "lambda: " * (parts // 2) + "a",
        "conditions": "a if b else " * (parts // 4) + "a",
        "brackets": "(" * 150 + "not " * (parts - 150) + "a" + ")" * 150,
        "items": ("[a, " + "not " * (parts // 100 - 1)) * 100 + "a" + "]" * 100,
        "lines": "(a\n" + "+a\n" * (parts // 2) + ")",
    }[kind]


KINDS = ["sum", "not", "attributes", "calls", "strings", "lambdas", "conditions", "brackets", "items", "lines"]


TOO_LONG = "an expression of more than 1000 parts without a comma: too much to be checked"


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "strings"])
def test_chains_far_longer_than_anyone_writes_are_refused_at_once(kind: str) -> None:
    message, line, _ = error_of(f"x = 1\ny = {chain(kind, 100_000)}\n")
    assert message in (TOO_DEEP, TOO_LONG)
    assert line >= 2


def test_data_in_many_pieces_is_read_but_not_pointed_into() -> None:
    source = source_of(f"x = 1\ny = {chain('strings', 100_000)}\n")
    with pytest.raises(PlacesError, match=f"says of line 2: {TOO_LONG}"):
        last_place(source)


@pytest.mark.parametrize("kind", KINDS)
def test_chains_up_to_the_limit_end_the_process_nowhere(kind: str) -> None:
    source = source_of(f"y = {chain(kind, parser_limits.MAX_CHAIN - 20)}\n")
    try:
        assert last_place(source)[1] <= len(source.text)
    except (ParseError, PlacesError) as error:
        assert TOO_DEEP in str(error)  # noqa: PT017 - either outcome is right


@pytest.mark.parametrize(
    "text",
    [
        "x = [" + "1, 2, 3,\n" * 3000 + "]",
        "f(" + "a.b(c),\n" * 3000 + ")",
        "a = 1; " * 3000,
        "x = 1\n" * 3000,
        "'" + "(" * 3000 + "'",
        '"""' + '[a + b] "quoted" \'' * 3000 + '"""',
        "# " + "(a + " * 3000,
        "x = {\n" + "'a': b + c,\n" * 3000 + "}",
        "x = '" + "a+" * 3000 + "'",
    ],
)
def test_long_code_that_is_not_nested_is_taken(text: str) -> None:
    assert parser_limits.excess(source_of(text + "\n")) is None


@given(st.text(alphabet="()[]{}'\"\\#\n,;a. ", max_size=60))
def test_strings_and_comments_are_told_apart_as_python_does(text: str) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text)
    except SyntaxError:
        return
    assert parser_limits.excess(source_of(text)) is None


def test_brackets() -> None:
    assert error_of("x = " + "(" * 300 + ")" * 300)[0] == "more than 200 nested brackets: too much to be checked"
    assert pieces("x = " + "f(" * 150 + "a" + ")" * 150 + "\n", tree.Name)[-1] == "a"


def test_patterns() -> None:
    text = "match x:\n    case {}a{}:\n        pass\n"
    with pytest.raises(PlacesError, match="says of line 2: more than 10 nested brackets"):
        pieces(text.format("[" * 60, "]" * 60), tree.Match)
    parse(source_of(text.format("[" * 8, "]" * 8)))
    parse(source_of("case = " + "[" * 100 + "]" * 100 + "\n"))


def test_many_branches() -> None:
    text = "if x == 0:\n    a\n" + "elif x == 1:\n    f(1)\n" * 450 + "else:\n    f(2)\n"
    assert pieces(text, tree.Call)[-1] == "f(2)"
    assert error_of("if x == 0:\n    a\n" + "elif x == 1:\n    f(1)\n" * 3000)[0] == TOO_DEEP


def test_many_indents() -> None:
    text = "".join(" " * depth + "if x:\n" for depth in range(500)) + " " * 500 + "f(1)\n"
    assert error_of(text)[0] == "not valid Python 3: too many levels of indentation"  # Python's own limit is 100
    assert pieces(text[: text.index("\n" + " " * 90)] + "\n" + " " * 90 + "f(1)\n", tree.Call) == ["f(1)"]


def test_what_fails_on_the_deep_stack_fails_here() -> None:
    def fail() -> None:
        raise KeyError("x")

    with pytest.raises(KeyError, match="x"):
        on_deep_stack(fail)


def test_the_deep_stack_is_deep_and_taken_once() -> None:
    def depth(n: int) -> int:
        return n and 1 + depth(n - 1)

    assert on_deep_stack(lambda: on_deep_stack(lambda: depth(20_000))) == 20_000


def test_a_walrus_in_a_comprehension_binds_outside_it() -> None:
    module = parse(source_of("def f(xs):\n    return [y := x for x in xs]\n"))
    scopes = Scopes(module)
    (function,) = module.body
    assert set(scopes.scope_of(function).names) == {"xs", "y"}


def test_classes_do_not_lend_their_names_to_methods() -> None:
    module = parse(source_of("x = 1\nclass A:\n    x = 2\n    def f(self): return x\n    y = x\n"))
    scopes = Scopes(module)
    names = [node for node in tree.walk(module) if isinstance(node, tree.Name) and node.id == "x"]
    owners = [scopes.scope_at(name).lookup("x") for name in names]
    kinds = [type(owner[0].owner).__name__ for owner in owners if owner]
    assert kinds == ["Module", "Class", "Module", "Class"]


def test_global_and_nonlocal_bind_elsewhere() -> None:
    text = "def f():\n    n = 1\n    def g():\n        nonlocal n\n        global m\n        n = m = 2\n"
    module = parse(source_of(text))
    scopes = Scopes(module)
    functions = [node for node in tree.walk(module) if isinstance(node, tree.Function)]
    assert "m" in scopes.scope_of(module).names
    assert len(scopes.scope_of(functions[0]).names["n"]) == 2
    assert scopes.scope_of(functions[1]).names == {}
