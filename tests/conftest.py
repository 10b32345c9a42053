from __future__ import annotations

from collections.abc import Iterator

import pytest

#: Programs that tests look at, some of them tests themselves.
collect_ignore = ["cases"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-snapshots", action="store_true", help="write what is found as what is expected")


def pytest_configure(config: pytest.Config) -> None:
    """Have xdist hand files out in their order, and not by how many tests they have."""
    config.option.loadscopereorder = False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that run programs. Each takes long: at the end, one worker would wait for the other's."""
    items.sort(key=lambda item: item.path.parent.name != "verify")


@pytest.fixture(scope="session", autouse=True)
def _caches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what commands remember out of the user's own cache folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOADERLINT_CACHE_DIR", str(tmp_path_factory.mktemp("caches")))
        yield
