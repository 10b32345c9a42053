"""A fixture for a project's own tests: `assert_sound(loader)`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture
def assert_sound() -> Callable[..., None]:
    """Fail where something is wrong with a loader; takes what `loaderlint.verify` takes."""

    def check(loader: Any, **options: Any) -> None:
        __tracebackhide__ = True
        from loaderlint.verifying.live import verify

        found = verify(loader, **options)
        if not found:
            pytest.fail(str(found))

    return check
