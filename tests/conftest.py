from __future__ import annotations

import pytest

#: Programs that tests look at, some of them tests themselves.
collect_ignore = ["cases"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-snapshots", action="store_true", help="write what is found as what is expected")
