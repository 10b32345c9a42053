"""Lambdas and local functions that become functions of the module (LL303), and where what is written for them goes."""

from __future__ import annotations

import pickle
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from loaderlint.config import Config
from loaderlint.fixing.fix import Files, Fixed, fix_all
from tests.tools import check_text

PATH = Path("example.py").absolute()


def fix(code: str) -> Fixed:
    config = Config(Path.cwd(), select=("LL303",))

    def check(texts: Any) -> Any:
        return check_text(texts.get(PATH, code.encode()), PATH, config)

    return fix_all(Files(lambda _: code.encode(), check, check), unsafe=True)


def fixed(code: str) -> str:
    code = dedent(code).lstrip()
    return fix(code).texts.get(PATH, code.encode()).decode()


def test_what_is_written_stands_behind_all_imports() -> None:
    assert (
        fixed("""
        import os

        try:
            import av
        except ImportError:
            av = None
        if os.name == "posix":
            import fcntl
        from torch.utils.data import DataLoader

        loader = DataLoader(range(8), num_workers=2, collate_fn=lambda samples: samples)
        """)
        == dedent("""
        import os

        try:
            import av
        except ImportError:
            av = None
        if os.name == "posix":
            import fcntl
        from torch.utils.data import DataLoader


        def as_list(samples):
            return samples


        loader = DataLoader(range(8), num_workers=2, collate_fn=as_list)
        """).lstrip()
    )


@pytest.mark.parametrize(
    ("made", "given", "after"),
    [
        ("def collate(batch):\n    return batch", "lambda batch: collate(batch)", "collate"),
        ("import helpers", "lambda batch: helpers.collate(batch)", "helpers.collate"),
        ("from helpers import collate", "lambda a: collate(a)", "collate"),
        ("from helpers import collate", "lambda a: collate(a, 0)", "collate_samples"),
        ("from helpers import collate", "lambda a: collate(batch=a)", "collate_samples"),
        ("from helpers import collate", "lambda a: collate(*a)", "collate_samples"),
        ("def first(a):\n    return a[0]", "lambda a: a[0]", "first"),
        ("def first(a):\n    return a[0]", "lambda b: b[0]", "collate_samples"),
        ("def first(a=None):\n    return a[0]", "lambda a: a[0]", "collate_samples"),
        ("collate_samples = 3", "lambda a: a[0]", "collate_samples_2"),
        ("collate = [len]", "lambda a: collate[0](a)", "collate_samples"),
    ],
)
def test_a_function_that_a_lambda_only_calls_is_given_itself(made: str, given: str, after: str) -> None:
    code = (
        f"from torch.utils.data import DataLoader\n{made}\n\nloader = DataLoader(range(8), num_workers=2, collate_fn="
    )
    assert fixed(f"{code}{given})\n").endswith(f"collate_fn={after})\n")


LOCAL = """
from functools import partial

from torch.utils.data import DataLoader

limit = 3


def build(data, pad):
    {function}
    return DataLoader(data, num_workers=2, collate_fn={given})
"""

#: Local functions, and why they stay.
KEPT = {
    "it rests on a parameter": ("def collate(samples):\n        return [pad, *samples]\n", "`pad`, a local name"),
    "it sets a name around it": (
        "seen = 0\n\n    def collate(samples):\n        nonlocal seen\n        seen += 1\n        return samples\n",
        "sets names",
    ),
    "it is decorated": ("@staticmethod\n    def collate(samples):\n        return samples\n", "decorators"),
    "it has a default": ("def collate(samples, first=pad):\n        return samples[first]\n", "defaults"),
    "it holds lines of text": (
        'def collate(samples):\n        print("""\n    kept""")\n        return samples\n',
        "text of several lines",
    ),
    "it shares its line": ("limit = 1; collate = None\n    def collate(samples): return samples\n", "something else"),
}


@pytest.mark.parametrize(("function", "why"), KEPT.values(), ids=KEPT.keys())
def test_a_local_function_that_rests_on_what_is_around_it_stays(function: str, why: str) -> None:
    code = LOCAL.format(function=function, given="collate")
    done = fix(code)
    assert not done.texts
    assert [why in finding.refusal for finding in done.result.findings] == [True]


@pytest.mark.parametrize(
    "function",
    [
        "def collate(samples):\n        return samples[:limit]\n",
        "number = 1\n\n    def collate(samples):\n        return samples[:limit]\n\n    number = 2\n",
    ],
)
def test_a_local_function_that_rests_on_nothing_is_moved(function: str) -> None:
    code = LOCAL.format(function=function, given="collate")
    text = fixed(code)
    names: dict[str, Any] = {"__name__": "builtins"}
    exec(text, names)
    assert names["collate"]([1, 2, 3, 4]) == [1, 2, 3]
    assert names["build"]([1], 0).collate_fn is names["collate"]
    assert "\n\n\ndef collate(samples):\n    return samples[:limit]\n\n\ndef build(data, pad):\n" in text
    assert "    def collate" not in text


def test_what_was_local_can_be_pickled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = LOCAL.format(function="def collate(samples):\n        return samples[:limit]\n", given="collate")
    (tmp_path / "lifted_program.py").write_text(fixed(code))
    monkeypatch.syspath_prepend(str(tmp_path))
    import lifted_program  # type: ignore[import-not-found]

    loader = lifted_program.build([1], 0)
    assert pickle.loads(pickle.dumps(loader.collate_fn)) is loader.collate_fn


def test_two_functions_of_one_name_stay() -> None:
    code = LOCAL.format(function="def collate(samples):\n        return samples\n", given="collate")
    assert not fix(code + code.partition("limit = 3")[2].replace("build", "again")).texts
