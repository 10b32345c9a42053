"""What rules claim shows in the experiment that they name, run on their documented programs."""

from __future__ import annotations

import contextlib
import importlib
import inspect
import subprocess
import sys
from collections.abc import Callable, Iterator
from multiprocessing import resource_tracker
from pathlib import Path
from typing import Any

import pytest
import torch
from torch.utils.data import DataLoader, DistributedSampler

from loaderlint.finding import Applicability
from loaderlint.rules import catalogue
from loaderlint.verify.experiments import start_methods
from loaderlint.verify.measurement import Measurement, Sign
from loaderlint.verify.subject import Subject
from tests.tools import documented, fixed_example

pytestmark = [
    pytest.mark.filterwarnings("ignore:This DataLoader will create:UserWarning"),
    pytest.mark.filterwarnings("ignore:Got pickle error:UserWarning"),
    pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning"),
    # torch's own clean-up of iterators that it could not finish building
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

#: By rule, the sign that its Example shows, and what to use instead does not.
SHOWN = {
    "LL101": Sign.WORKERS_ALIKE,
    "LL103": Sign.FOLLOWS_GLOBAL_RNG,
    "LL104": Sign.EPOCHS_ALIKE,
    "LL105": Sign.RAISES,
    "LL106": Sign.ITEM_CONSTANT,
    "LL107": Sign.FOLLOWS_GLOBAL_RNG,
    "LL201": Sign.RAISES,
    "LL202": Sign.RAISES,
    "LL203": Sign.RAISES,
    "LL204": Sign.RAISES,
    "LL205": Sign.RAISES,
    "LL206": Sign.RAISES,
    "LL207": Sign.RAISES,
    "LL208": Sign.RAISES,
    "LL301": Sign.WRONG_SAMPLES,
    "LL303": Sign.RAISES,
    "LL305": Sign.MEMORY_COPIED,
    "LL306": Sign.STALE,
    "LL307": Sign.CACHE_LOST,
    "LL308": Sign.RAISES,
    "LL309": Sign.RAISES,
    "LL311": Sign.RAISES,
    "LL401": Sign.SAMPLES_DOUBLED,
    "LL402": Sign.ORDER_REPEATS,
    "LL403": Sign.IN_ORDER,
    "LL405": Sign.SAMPLES_LOST,
    "LL406": Sign.RESTARTS,
    "LL409": Sign.SAMPLES_LOST,
    "LL411": Sign.SAMPLES_LOST,
    "LL502": Sign.RESTARTS,
}

#: What documented programs lack to run: changes to their text, to both sections.
GIVEN = {
    "LL106": ("from torch.utils.data import Dataset", "from torch.utils.data import DataLoader, Dataset"),
    "LL301": ('Records("records.bin", 64)', 'Records("records.bin", 200_000)'),
    "LL307": ("Images([])", 'Images(["b.pt"] * 100)'),
    "LL309": ("Lines([])", "Lines(list(range(8)))"),
}
ADDED = {"LL106": "\nloader = DataLoader(Crops([list(range(1000))] * 8), num_workers=2)\n"}


#: What `--fix --unsafe-fixes` makes of an Example, beside the documented sections.
FIXED = "Fixed"

APPLIED = [r.code for r in catalogue() if r.code in SHOWN and r.fix in (Applicability.SAFE, Applicability.UNSAFE)]


class Stop(Exception):  # noqa: N818
    """The program begins to iterate its loader."""


@pytest.fixture(scope="module", autouse=True)
def tracker() -> None:
    """Start what spawned workers need beside them, which stays until this process ends."""
    resource_tracker.ensure_running()


@pytest.fixture
def subject_of(project: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], Subject]]:
    """Runs a documented program up to where it first iterates its loader.

    What precedes the loader is a module, which spawned workers can import.
    """
    monkeypatch.syspath_prepend(str(project))
    monkeypatch.setattr(sys, "argv", ["train.py"])
    imported: list[str] = []

    def run(code: str, section: str) -> Subject:
        text = fixed_example(code) if section == FIXED else documented(code, section)
        text = text.replace(*GIVEN.get(code, ("", ""))) + ADDED.get(code, "")
        definitions, begin, rest = text.partition("\nloader = ")
        name = f"{code}_{section.partition(' ')[0]}".lower()
        (project / f"{name}.py").write_text(definitions, encoding="utf-8")
        imported.append(name)
        return _captured(name, begin + rest)

    yield run
    for name in imported:
        sys.modules.pop(name, None)


def _captured(module: str, rest: str) -> Subject:
    """Run a program that builds a loader; it need not get any further."""
    build, iterate, set_epoch = DataLoader.__init__, DataLoader.__iter__, DistributedSampler.set_epoch
    seen: list[tuple[DataLoader[Any], dict[str, Any]]] = []
    epochs = []

    def __init__(loader: DataLoader[Any], *args: Any, **kwargs: Any) -> None:  # noqa: N807
        arguments = dict(inspect.signature(build).bind(loader, *args, **kwargs).arguments)
        seen.append((arguments.pop("self"), arguments))
        build(loader, *args, **kwargs)

    def __iter__(_: DataLoader[Any]) -> Any:  # noqa: N807
        raise Stop

    def noted(sampler: DistributedSampler[Any], epoch: int) -> None:
        epochs.append(epoch)
        set_epoch(sampler, epoch)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DataLoader, "__init__", __init__)
        patch.setattr(DataLoader, "__iter__", __iter__)
        patch.setattr(DistributedSampler, "set_epoch", noted)
        with contextlib.suppress(Stop, ValueError):
            exec(rest, vars(importlib.import_module(module)))
    assert DataLoader.__iter__ is iterate
    loader, arguments = seen[-1]
    return Subject(loader, arguments, sets_epoch=bool(epochs), budget=8)


def _try(subject: Subject, name: str | None) -> Measurement:
    assert name is not None
    module = importlib.import_module(f"loaderlint.verify.experiments.{name.replace('-', '').replace(' ', '_')}")
    measured: Measurement = module.run(subject)
    assert measured.experiment == name
    assert not measured.not_run
    assert measured.summary
    return measured


@pytest.fixture
def data(project: Path, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What documented programs read: records, lines, one image of two; and that they are the second of two ranks."""
    if code == "LL301":
        with (project / "records.bin").open("wb") as file:
            for number in range(200):
                file.write(number.to_bytes(4, "big") * 50_000)
    (project / "lines.txt").write_text(
        "a line of some length\n" * (200_000 if code == "LL305" else 0), encoding="utf-8"
    )
    torch.save(torch.zeros(1), project / "b.pt")
    monkeypatch.setenv("TORCHINDUCTOR_CACHE_DIR", str(project))  # which optimizers make
    monkeypatch.setattr("torch.distributed.get_world_size", lambda: 2)
    monkeypatch.setattr("torch.distributed.get_rank", lambda: 1)


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("code", SHOWN)
def test_example_shows_what_the_rule_claims_and_what_to_use_instead_does_not(
    code: str, subject_of: Callable[[str, str], Subject], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Workers of forkserver need what those of spawn need; and handles are shared by fork alone.
    monkeypatch.setattr(start_methods, "METHODS", ("fork",) if code == "LL301" else ("fork", "spawn"))
    (rule,) = (rule for rule in catalogue() if rule.code == code)
    for section, shown in (("Example", True), ("Use instead", False)):
        torch.manual_seed(0)
        measured = _try(subject_of(code, section), rule.experiment)
        assert measured.signs[SHOWN[code]] is shown, measured


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("code", APPLIED)
def test_the_fixed_example_does_not_show_it(
    code: str, subject_of: Callable[[str, str], Subject], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start_methods, "METHODS", ("fork", "spawn"))
    (rule,) = (rule for rule in catalogue() if rule.code == code)
    torch.manual_seed(0)
    measured = _try(subject_of(code, FIXED), rule.experiment)
    assert measured.signs[SHOWN[code]] is False, measured


@pytest.mark.parametrize("section", ["Example", "Use instead", FIXED])
@pytest.mark.parametrize("code", ["LL102", "LL103"])
def test_what_torch_reseeds_repeats_nothing(code: str, section: str, subject_of: Callable[[str, str], Subject]) -> None:
    signs = _try(subject_of(code, section), "draws").signs
    assert not signs[Sign.WORKERS_ALIKE]
    assert not signs[Sign.EPOCHS_ALIKE]


def test_ll304_spawned_workers_import_the_script(project: Path) -> None:
    script = project / "train.py"
    script.write_text(_TRIES, encoding="utf-8")
    done = subprocess.run([sys.executable, "-W", "ignore", str(script)], capture_output=True, text=True, check=True)
    assert "raises: True" in done.stdout


#: Tries its loader, and iterates it whoever imports it.
_TRIES = """
from torch.utils.data import DataLoader

from loaderlint.verify.experiments import start_methods
from loaderlint.verify.measurement import Sign
from loaderlint.verify.subject import Subject

loader = DataLoader(range(8), num_workers=2)
if __name__ == "__main__":
    start_methods.METHODS = ("fork", "spawn")
    print("raises:", start_methods.run(Subject(loader, {})).signs[Sign.RAISES])
list(loader)
"""
