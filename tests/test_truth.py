"""What `explain` claims to know of the loaders of some fixtures is true of them when they run."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.benchmarks.truth import runs
from tests.tools import ROOT

#: Programs that take no more than torch.
PROGRAMS = (
    "fixtures/batch-sampler-conflict/good.py",
    "fixtures/drop-last-without-batching/good.py",
    "fixtures/frozen-loader-attribute/good.py",
    "fixtures/iterable-dataset-not-sharded/bad.py",
    "fixtures/iterable-dataset-order-option/good.py",
    "fixtures/missing-generator/good.py",
    "fixtures/none-sample/good.py",
    "fixtures/prefetch-factor-without-workers/fixed.py",
    "fixtures/shuffle-with-sampler/good.py",
    "fixtures/worker-seed-out-of-range/good.py",
    "tests/cases/found/factory_shuffles_as_asked.py",
    "tests/cases/quiet/method_for_both_roles.py",
    "tests/cases/quiet/trained_and_read_by_methods.py",
)


def test_what_is_told_of_loaders_is_true(tmp_path: Path) -> None:
    programs = [_alone(tmp_path / str(number), ROOT / program) for number, program in enumerate(PROGRAMS)]
    found = list(runs([(program, []) for program in programs], seconds=600))
    answers = [answer for ran in found for answer in ran.answers]
    assert [answer for answer in answers if not answer.right] == []
    assert [place for ran in found for place in ran.unseen] == []
    assert {answer.about for answer in answers if answer.given} >= {
        "dataset",
        "num_workers",
        "shuffle",
        "role",
        "epochs",
    }


def _alone(folder: Path, program: Path) -> Path:
    """Copy a program to a folder that is a project of its own, so that nothing else is looked at."""
    (folder / ".git").mkdir(parents=True)
    return Path(shutil.copy(program, folder))
