"""The checker comes to an end, in few steps, on programs that lead back to themselves in every way that it follows.

Steps are questions to the evaluator, so a busy machine changes nothing.
"""

from __future__ import annotations

from pathlib import Path
from textwrap import indent

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loaderlint.model.answers import Answers

from .tools import check_code

#: Steps that a program of some fifty lines may take; the most intricate of those drawn here takes a tenth.
BUDGET = 150_000

HEADER = """\
import copy, functools, h5py, itertools, lmdb, random, torch, zipfile
import numpy as np
import torch.multiprocessing as mp
from torch.utils.data import ChainDataset, ConcatDataset, DataLoader, Dataset, IterableDataset, Subset, random_split
from torchvision import transforms
from tqdm import tqdm
"""

#: What is made of one thing or several: `{a}` and `{b}` are expressions that may lead back to it.
WRAPPERS = [
    "list({a})", "tuple({a})", "tqdm({a})", "enumerate({a})", "zip({a}, {b})", "iter({a})", "next({a})", "map({a}, {b})",
    "transforms.Compose([{a}, {b}])", "transforms.Compose({a})", "ConcatDataset([{a}, {b}])", "ConcatDataset({a})",
    "Subset({a}, {b})", "random_split({a}, {b})", "ChainDataset({a})", "functools.partial({a}, {b})",
    "functools.partial(DataLoader, {a})", "copy.deepcopy({a})", "itertools.chain({a}, {b})", "itertools.cycle({a})",
    "itertools.islice({a}, {b})", "[{a}, {b}]", "({a}, {b})", "{{'k': {a}, 'l': {b}}}", "{{**{a}, 'k': {b}}}",
    "dict({a}, k={b})", "{a} | {b}", "[x for x in {a}]", "{{x: {a} for x in ('k', 'l')}}", "(x for x in {a})",
    "{a} if {b} else {a}", "{a} or {b}", "{a} and {b}", "{a} + {b}", "{a} % {b} * {a}", "(c := {a})", "{a}[0]",
    "{a}['k']", "{a}[{b}]", "{a}.get('k', {b})", "{a}.k", "{a}.x", "{a}.y", "{a}.copy()", "{a}.open({b})",
    "{a}.begin()", "{a}.cursor()", "{a}({b})", "lambda: {a}", "min({a}, {b})", "int({a})", "str({a})",
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
    return st.one_of(wrapped, st.builds(lambda form, a, b: form.format(a=a, b=b), st.sampled_from(WRAPPERS), wrapped, leaves))


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
    return code + f"for epoch in range(4):\n{indent(body, '    ')}\n" + _block(draw, ["a", "b", *free_makers], ["a", "b"])


def _steps(code: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many questions checking a program takes; that it ends without an internal error is asserted."""
    asked = 0
    ask = Answers.ask

    def counted(self: Answers, question: object, work_out: object, otherwise: object) -> object:
        nonlocal asked
        asked += 1
        assert asked <= BUDGET, code
        return ask(self, question, work_out, otherwise)  # type: ignore[arg-type, misc]

    with monkeypatch.context() as patch:
        patch.setattr(Answers, "ask", counted)
        result = check_code(code)
    assert [t.message for t in result.troubles] == [], code
    return asked


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(code=_programs())
def test_hostile_programs_take_few_steps(code: str) -> None:
    try:
        compile(code, "example.py", "exec")
    except SyntaxError:
        code = code.replace("yield from", "print").replace("yield ", "print ").replace("return ", "")
    with pytest.MonkeyPatch.context() as patch:
        _steps(code, patch)
