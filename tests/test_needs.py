"""What each rule needs to know of a loader: without it, the rule says nothing at its fixtures, or little."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path

import pytest

from loaderlint.finding import Finding
from loaderlint.model.inference.call_options import Option, Options
from loaderlint.model.inference.reasons import Why
from loaderlint.model.inference.values import lost
from loaderlint.model.libraries.torch import LOADER
from loaderlint.model.training import program
from loaderlint.model.training.role import Role
from loaderlint.model.training.usage import Use
from tests.test_fixtures import FOLDERS, RULES
from tests.tools import check_folder

PARTS = (*LOADER.parameters, "prefetch_factor", "persistent_workers", "role", "epochs")


def findings(folder: Path) -> list[Finding]:
    result = check_folder(folder, RULES[folder.name].code)
    assert not result.troubles
    return list(result.findings)


def without(parts: Collection[str], patch: pytest.MonkeyPatch) -> None:
    """Keep the model from knowing these parts of any loader."""
    known: Callable[[Options, str], Option] = Options.__getitem__

    def option(options: Options, name: str) -> Option:
        found = known(options, name)
        return Option((lost(Why.NO_CALL),), found.given or None, found.place) if name in parts else found

    def use(*given: object, **more: object) -> Use:
        found = Use(*given, **more)  # type: ignore[arg-type]
        if "role" in parts:
            found = replace(found, role=Role.UNKNOWN)
        return replace(found, repeated=False, epochs=None) if "epochs" in parts else found

    patch.setattr(Options, "__getitem__", option)
    patch.setattr(program, "Use", use)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_a_rule_names_what_it_cannot_do_without(folder: Path) -> None:
    needs = RULES[folder.name].needs
    assert set(needs) <= set(PARTS)
    before = findings(folder)

    def left(*parts: str) -> list[Finding]:
        with pytest.MonkeyPatch.context() as patch:
            without(parts, patch)
            return findings(folder)

    for part in needs:
        after = left(part)
        changed = sum(f not in after for f in before)
        assert 2 * changed >= len(before), f"{part} makes no difference to most findings"

    def finds(*lost: str) -> bool:
        where = {f.location for f in left(*lost)}
        return any(f.location in where for f in before)

    unnamed = [part for part in PARTS if part not in needs]
    if not finds(*unnamed):  # which would hold for each of them
        assert [part for part in unnamed if not finds(part)] == [], "without these nothing is found"
