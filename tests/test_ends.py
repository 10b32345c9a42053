"""The checker comes to an end, in few steps, on programs that lead back to themselves in every way that it follows.

Steps are questions to the evaluator, so a busy machine changes nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Hashable
from textwrap import dedent, indent

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loaderlint.model import limits
from loaderlint.model.inference.memo import Memo

from .tools import check_code

#: Steps that a program may take; all but a few of those drawn and built here take a hundredth.
BUDGET = 600_000

HEADER = """\
import copy, functools, h5py, itertools, lmdb, random, torch, zipfile
import numpy as np
import torch.multiprocessing as mp
from torch.utils.data import ChainDataset, ConcatDataset, DataLoader, Dataset, IterableDataset, Subset, random_split
from torchvision import transforms
from omegaconf import OmegaConf
from tqdm import tqdm
"""

#: What is made of one thing or several: `{a}` and `{b}` are expressions that may lead back to it.
WRAPPERS = [
    "list({a})", "tuple({a})", "tqdm({a})", "enumerate({a})", "zip({a}, {b})", "iter({a})", "next({a})",
    "map({a}, {b})",
    "transforms.Compose([{a}, {b}])", "transforms.Compose({a})", "ConcatDataset([{a}, {b}])", "ConcatDataset({a})",
    "Subset({a}, {b})", "random_split({a}, {b})", "ChainDataset({a})", "functools.partial({a}, {b})",
    "functools.partial(DataLoader, {a})", "copy.deepcopy({a})", "itertools.chain({a}, {b})", "itertools.cycle({a})",
    "itertools.islice({a}, {b})", "[{a}, {b}]", "({a}, {b})", "{{'k': {a}, 'l': {b}}}", "{{**{a}, 'k': {b}}}",
    "dict({a}, k={b})", "{a} | {b}", "[x for x in {a}]", "{{x: {a} for x in ('k', 'l')}}", "(x for x in {a})",
    "{a} if {b} else {a}", "{a} or {b}", "{a} and {b}", "{a} + {b}", "{a} % {b} * {a}", "(c := {a})", "{a}[0]",
    "{a}['k']", "{a}[{b}]", "{a}.get('k', {b})", "{a}.k", "{a}.x", "{a}.y", "{a}.copy()", "{a}.open({b})",
    "{a}.begin()", "{a}.cursor()", "{a}({b})", "lambda: {a}", "min({a}, {b})", "int({a})", "str({a})",
    "OmegaConf.merge({a}, {b})", "OmegaConf.create({a})", "OmegaConf.to_container({a})",
    "DataLoader({a}, num_workers={b})", "DataLoader({a}, **{b})", "DataLoader({a}, collate_fn={b}, num_workers=2)",
    "DataLoader({a}, worker_init_fn={b}, sampler={a}, num_workers=4)", "open({a})", "zipfile.ZipFile({a})",
    "h5py.File({a})", "np.random.default_rng({a})", "random.Random({a}.getrandbits(32))",
    "torch.Generator().manual_seed({a})", "{a}.cuda()", "{a}.to({b})", "torch.device({a})",
    "mp.spawn({a}, args=({b}, {a}))", "getattr({a}, 'x', {b})", "super().work({a})", "super().__iter__()",
]  # fmt: skip

#: What is done with a thing.
DEEDS = [
    "for x in {a}: print(x)",
    "for x in {a}: loss(x).backward()",
    "for epoch in range(3):\n    for x in {a}: loss(x.cuda()).backward()",
    "with torch.no_grad():\n    for x in {a}: model(x)",
    "with {a} as a: a.read({b})",
    "yield from {a}",
    "for x in {a}: yield {b}",
    "return {a}",
    "while {a}: b = next({b})",
    "if {a}: a = {b}",
    "if (b := {a}): a = {b}",
    "np.random.seed({a})",
    "torch.manual_seed({a} + {b})",
    "random.shuffle({a})",
    "{a}.update({b})",
    "{a}.append({b})",
    "{a}['k'] = {b}",
    "{a}.x = {b}",
    "print({a}, {b})",
]

METHODS = ["__init__", "__getitem__", "__iter__", "__next__", "__call__", "__len__", "work", "k"]
BASES = ["", "(Dataset)", "(IterableDataset)", "(DataLoader)", "(torch.nn.Module)", "(C0)", "(C1)", "(C0, C1)"]


def _expressions(names: list[str]) -> st.SearchStrategy[str]:
    leaves = st.sampled_from(names)
    wrapped = st.builds(lambda form, a, b: form.format(a=a, b=b), st.sampled_from(WRAPPERS), leaves, leaves)
    return st.one_of(
        wrapped, st.builds(lambda form, a, b: form.format(a=a, b=b), st.sampled_from(WRAPPERS), wrapped, leaves)
    )


@st.composite
def _statement(draw: st.DrawFn, names: list[str], targets: list[str]) -> str:
    value = draw(_expressions(names))
    target = draw(st.sampled_from(targets))
    match draw(st.integers(0, 5)):
        case 0 | 1 | 2:
            return f"{target} = {value}"
        case 3:
            return f"{target} += {value}"
        case 4:
            return f"{target}, b = {value}"
    return draw(st.sampled_from(DEEDS)).format(a=value, b=draw(st.sampled_from(names)))


def _block(draw: st.DrawFn, names: list[str], targets: list[str]) -> str:
    return "\n".join(draw(st.lists(_statement(names, targets), min_size=1, max_size=7)))


@st.composite
def _programs(draw: st.DrawFn) -> str:
    """A program of classes and functions that are made of each other."""
    classes = [f"C{n}" for n in range(draw(st.integers(0, 3)))]
    functions = [f"f{n}" for n in range(draw(st.integers(0, 3)))]
    makers = [f"{c}(self.x)" for c in classes] + [f"{f}(self.y)" for f in functions] + ["self.work(self.x)", "self.k"]
    free_makers = [f"{c}(a)" for c in classes] + [f"{f}(b)" for f in functions] + [*classes, *functions]
    code = HEADER
    for cls in classes:
        code += f"\nclass {cls}{draw(st.sampled_from(BASES)) if cls != 'C0' else draw(st.sampled_from(BASES[:5]))}:\n"
        for method in draw(st.lists(st.sampled_from(METHODS), min_size=1, max_size=4, unique=True)):
            body = _block(draw, ["self", "self.x", "self.y", "a", *makers], ["self.x", "self.y", "a", "b"])
            code += indent(f"def {method}(self, a=None, b=0):\n{indent(body, '    ')}\n", "    ")
    for function in functions:
        body = _block(draw, ["a", "b", *free_makers], ["a", "b"])
        code += f"\ndef {function}(a, b=0):\n{indent(body, '    ')}\n"
    body = _block(draw, ["a", "b", "c", *free_makers], ["a", "b", "c"])
    code += "\na = b = c = DataLoader([1, 2])\n"
    return (
        code + f"for epoch in range(4):\n{indent(body, '    ')}\n" + _block(draw, ["a", "b", *free_makers], ["a", "b"])
    )


def _steps(code: str) -> int:
    """How many questions checking a program takes; that it ends without an internal error is asserted."""
    asked = 0
    ask = Memo.ask

    def counted(self: Memo[Hashable], question: Hashable, work_out: Callable[[], object], *otherwise: object) -> object:
        nonlocal asked
        asked += 1
        assert asked <= BUDGET, code
        return ask(self, question, work_out, *otherwise)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Memo, "ask", counted)
        patch.setattr(limits, "WORK_ON_FILE", sys.maxsize)
        result = check_code(code)
    assert [t.message for t in result.troubles] == [], code
    return asked


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(code=_programs())
def test_hostile_programs_take_few_steps(code: str) -> None:
    _steps(code)


def _wrappers(n: int) -> str:
    wrappers = "".join(
        f"class W{k}:\n    def __init__(self, inner): self.inner = inner\n    def __iter__(self):\n"
        "        for x in self.inner: yield x\n"
        for k in range(n)
    )
    makers = "".join(f"    def do{k}(self): return Holder(W{k}(self.inner))\n" for k in range(n))
    return (
        f"{wrappers}class Holder(IterableDataset):\n    def __init__(self, inner): self.inner = inner\n"
        f"    def __iter__(self):\n        for x in self.inner: yield x\n{makers}"
        "for x in DataLoader(Holder([1]).do0().do1(), num_workers=2): print(x)\n"
    )


def _generators(n: int) -> str:
    inner = "\n".join(f"    yield from g{k}(a)" for k in range(n))
    functions = "".join(f"def g{k}(a):\n{inner}\n" for k in range(n))
    return (
        f"{functions}class Stream(IterableDataset):\n    def __iter__(self): yield from g0(range(9))\n"
        "for epoch in range(3):\n    for x in g0(DataLoader(Stream(), num_workers=2)): x.sum().backward()\n"
    )


def _objects(n: int) -> str:
    made = "".join(f"        self.c{k} = C{k}(self)\n" for k in range(n))
    called = "".join(f"        self.c{k}[i]\n" for k in range(n))
    classes = "".join(
        f"class C{c}(Dataset):\n    def __init__(self, a):\n        self.a = a\n{made}"
        f"    def __getitem__(self, i):\n{called}"
        for c in range(n)
    )
    return f"{classes}for x in DataLoader(C0(None), num_workers=2, multiprocessing_context='spawn'): print(x)\n"


def _names(form: str) -> Callable[[int], str]:
    """A program in which each of many names is made of all of them, again and again."""

    def program(n: int) -> str:
        names = [f"v{k}" for k in range(n)]
        lines = [f"    {name} = {form.format(', '.join(names), a=names[k - 1])}\n" for k, name in enumerate(names)]
        return (
            f"{' = '.join(names)} = [1]\nfor epoch in range(3):\n{''.join(lines)}"
            "    for x in DataLoader(v0, num_workers=v1, sampler=v2, collate_fn=v3, worker_init_fn=v4): print(x)\n"
            "    for x in v0: x.sum().backward()\n"
        )

    return program


def _dicts(n: int) -> str:
    spread = ", ".join(f"**d{k}" for k in range(n))
    lines = "".join(f"    d{k} = {{{spread}, 'num_workers': 2}}\n    d{k}.update(d0)\n" for k in range(n))
    return f"def make(d0, **kwargs):\n{lines}    return DataLoader([1], **d{n - 1})\nmake({{}})\n"


def _seeds(n: int) -> str:
    total = " + ".join(f"s{k}" for k in range(n))
    lines = "".join(f"    s{k} = {total} + torch.initial_seed()\n" for k in range(n))
    return (
        "class Data(Dataset):\n    def __getitem__(self, i): return np.random.rand()\n"
        f"def seed(worker_id):\n    s0 = worker_id\n{lines}    np.random.seed(s{n - 1})\n"
        "loader = DataLoader(Data(), num_workers=2, worker_init_fn=seed)\n"
        "for epoch in range(3):\n    for x in loader: x.sum().backward()\n"
    )


def _steps_of_training(n: int) -> str:
    calls = "".join(f"    f{k}(x.view(-1))\n" for k in range(n))
    functions = "".join(f"def f{k}(x):\n{calls}    x.cuda()\n" for k in range(n))
    return f"{functions}for epoch in range(3):\n    for x in DataLoader([1], pin_memory=True): f0(x).backward()\n"


def _returns(n: int) -> str:
    calls = "".join(f"    if i == {k}: return r{k}(i)\n" for k in range(n))
    functions = "".join(f"def r{k}(i):\n{calls}    return None\n" for k in range(n))
    return (
        f"{functions}class Data(Dataset):\n    def __getitem__(self, i): return r0(i)\n"
        "for x in DataLoader(Data(), num_workers=2): print(x)\n"
    )


def _turns(n: int) -> str:
    loops = "".join(f"{'    ' * k}for x{k} in ['train', 'val', 'test']:\n" for k in range(n))
    return f"{loops}{'    ' * n}for x in DataLoader([1], shuffle=x0 == 'train', num_workers=2): x.sum().backward()\n"


MESHES: dict[str, Callable[[int], str]] = {
    "wrappers": _wrappers, "generators": _generators, "objects": _objects, "dicts": _dicts, "seeds": _seeds,
    "steps of training": _steps_of_training, "returns": _returns, "lists": _names("[{}]"), "zip": _names("zip({})"),
    "compose": _names("transforms.Compose([{}])"), "concat": _names("ConcatDataset([{}])"), "min": _names("min({})"),
    "partial": _names("functools.partial({})"), "calls": _names("{a}({})"), "display": _names("dict(k=({}), l={a})"),
    "turns": _turns, "handles": _names("zipfile.ZipFile({a}).open({})"), "members": _names("{a}.open().x({})"),
}  # fmt: skip


@pytest.mark.parametrize("mesh", MESHES.values(), ids=MESHES)
def test_steps_do_not_grow_with_the_number_of_ways_through_a_program(mesh: Callable[[int], str]) -> None:
    few, many = (_steps(HEADER + mesh(n)) for n in (6, 12))
    assert many <= 2**5 * few


CASES = {
    "attribute": """
        class Trainer:
            def __init__(self, data):
                self.loader = DataLoader(data)
                self.loader = list(self.loader)
                for item in self.loader:
                    print(item)
        Trainer([1, 2])
        """,
    "local": """
        def main(data):
            loader = DataLoader(data)
            for epoch in range(3):
                loader = enumerate(loader)
                loader = list(loader)
                for x in loader:
                    print(x)
        main([1, 2, 3])
        """,
    "transform": """
        class Faces(Dataset):
            def __init__(self, augment):
                self.transform = transforms.ToTensor()
                if augment:
                    self.transform = transforms.Compose([transforms.RandomHorizontalFlip(), self.transform])
            def __getitem__(self, i):
                return self.transform(i)
        """,
    "items": """
        class Data(Dataset):
            def __init__(self, items):
                self.items = items
                if items:
                    self.items = [self.items]
            def __getitem__(self, i):
                return self.items[i]
        for b in DataLoader(Data(range(3)), num_workers=2):
            print(b)
        """,
    "kept in what holds it": """
        def pair(loader, other=0):
            loader = [pair(other), loader]
            other = {"first": loader, "second": other}
            loader = loader, other
        pair(DataLoader([1, 2]))
        """,
    "settings": """
        def merge(config, options):
            if not options:
                return config
        class Run:
            def __init__(self, options):
                self.config = merge(self.config, options)
                self.config = OmegaConf.create(OmegaConf.to_container(self.config))
            def loader(self):
                return DataLoader([1, 2], num_workers=self.config.workers)
        Run([]).loader()
        """,
    "parts under the name of the whole": """
        def main(config):
            for name, config in config.items():
                DataLoader([1, 2], **config)
        main({"first": {"batch_size": 2}})
        """,
    "filled with its own parts": """
        config = {"first": {"batch_size": 2}}
        def flatten():
            for part in config.values():
                config.update(part)
        flatten()
        def main():
            return DataLoader([1, 2], **config)
        main()
        """,
    "named in a condition": """
        def train(stream):
            batch = None
            if (batch := next(stream)) is not None:
                print(batch)
        train(iter([1]))
        """,
    "tree": """
        class Node(Dataset):
            def __init__(self, depth):
                self.left = Node(depth - 1)
                self.right = Node(depth - 1)
            def __getitem__(self, i):
                return self.left[i] or self.right[i]
        for b in DataLoader(Node(3), num_workers=2, multiprocessing_context="spawn"):
            print(b)
        """,
}


@pytest.mark.parametrize("code", CASES.values(), ids=CASES)
def test_programs_that_lead_back_to_themselves_are_checked(code: str) -> None:
    assert _steps(HEADER + dedent(code)) < 5_000


def test_what_goes_beyond_the_budget_of_a_file_is_said_and_the_rest_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    code = "loader = DataLoader([1], num_workers=0, persistent_workers=True)\n" + "".join(
        f"DataLoader([1], num_workers=workers{k}.many)\n" for k in range(50)
    )
    whole = check_code(HEADER + code)
    assert [t.message for t in whole.troubles] == []
    monkeypatch.setattr(limits, "WORK_ON_FILE", 400)
    cut = check_code(HEADER + code)
    assert {f.code for f in cut.findings} == {"LL201"}
    (trouble,) = cut.troubles
    assert trouble.message.startswith("not checked in full, please report it: ")
    assert "questions about `" in trouble.message
