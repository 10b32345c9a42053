"""Which names a module may have is told from its text, before it is parsed."""

from __future__ import annotations

import pytest

from loaderlint.model.project.modules import defining


@pytest.mark.parametrize(
    "code",
    [
        "name = 1",
        "if flag:\n    name = 1\nelse:\n    name: int",
        "def name():\n    pass",
        "class name:\n    pass",
        "for name in range(3):\n    pass",
        "from sources import name",
        "from sources import (\n    other,\n    name,\n)",
        "from sources import other as name",
        "import name",
        "import name.part",
        "with open(path) as name:\n    pass",
        "try:\n    import other\nexcept ImportError as name:\n    pass",
    ],
)
def test_a_name_that_a_module_has_is_among_its_words(code: str) -> None:
    words = defining(code.encode())
    assert words is not None
    assert b"name" in words


@pytest.mark.parametrize(
    "code",
    [
        "from name import other",
        "from sources.name import other",
        "from sources import name as other",
        "import name as other",
        "def other():\n    name = 1",
        "class Other:\n    name = 1",
        "# name",
    ],
)
def test_a_word_that_gets_no_name_in_a_module_is_none_of_its_words(code: str) -> None:
    words = defining(code.encode())
    assert words is not None
    assert b"name" not in words


@pytest.mark.parametrize(
    "code", ["from sources import *", "from sources import \\\n    *", "def f():\n    global name"]
)
def test_a_module_that_may_have_any_name_is_parsed(code: str) -> None:
    assert defining(code.encode()) is None
