"""What rules claim shows in the experiment that they name, run on their documented programs."""

from __future__ import annotations

import contextlib
import importlib
import inspect
import pkgutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from multiprocessing import resource_tracker
from pathlib import Path
from typing import Any

import pytest
import torch
from torch.utils.data import DataLoader, DistributedSampler

from loaderlint.claim import Claim, Sign
from loaderlint.finding import Applicability
from loaderlint.rules import catalogue
from loaderlint.verifying.child import epochs, experiments
from loaderlint.verifying.child.experiments import start_methods
from loaderlint.verifying.child.subject import Subject
from loaderlint.verifying.shared.measurement import Measurement
from tests.tools import documented, fixed_example

pytestmark = [
    pytest.mark.filterwarnings("ignore:This DataLoader will create:UserWarning"),
    pytest.mark.filterwarnings("ignore:Got pickle error:UserWarning"),
    pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning"),
    # torch's own clean-up of iterators that it could not finish building
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

#: What rules claim, by their codes.
CLAIMS = {rule.code: rule.claim for rule in catalogue() if isinstance(rule.claim, Claim)}

#: Claims that are not put on trial on the documented loader alone, and why.
ELSEWHERE = {
    "LL108": "over the epochs of a program, in test_trial",
    "LL109": "over ranks, in test_ranks",
    "LL210": "its Example gives None; of what cannot be called, in test_claims_processes",
    "LL212": "needs a GPU",
    "LL302": "needs a GPU",
    "LL304": "by a script of its own, below",
    "LL310": "needs a GPU",
    "LL312": "needs Pillow, in test_claims_samples",
    "LL407": "over the epochs of a program, in test_trial",
    "LL406": "over the epochs of a program, in test_trial",
    "LL410": "over ranks, in test_ranks",
    "LL413": "over ranks, in test_ranks",
    "LL414": "over ranks, in test_ranks",
    "LL415": "over ranks, in test_ranks",
    "LL419": "over ranks, in test_ranks",
    "LL501": "how long a training waits hangs on the training",
    "LL503": "needs a GPU",
    "LL504": "needs a GPU",
}

TRIED = [code for code in CLAIMS if code not in ELSEWHERE]

#: Stands in for torchvision, which tests do without: what is random in it draws from torch's stream, as there.
_TORCHVISION = """
from types import SimpleNamespace


class FakeData(torch.utils.data.Dataset):
    def __init__(self, size, shape, classes, transform):
        self.images, self.transform = torch.arange(size * 3 * 64 * 64.0).view(size, *shape), transform

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        return self.transform(self.images[index]), index % 10


class Compose:
    def __init__(self, steps):
        self.steps = steps

    def __call__(self, image):
        for step in self.steps:
            image = step(image)
        return image


class Resize:
    def __init__(self, size):
        self.size = size

    def __call__(self, image, top=0, left=0):
        return image[:, top : top + self.size, left : left + self.size]


class RandomResizedCrop(Resize):
    def __call__(self, image):
        return super().__call__(image, *torch.randint(33, (2,)).tolist())


transforms = SimpleNamespace(
    Compose=Compose, Resize=Resize, RandomResizedCrop=RandomResizedCrop, ToTensor=lambda: torch.clone
)
"""

#: What documented programs lack to run: changes to their text, to both sections.
GIVEN = {
    "LL106": ("from torch.utils.data import Dataset", "from torch.utils.data import DataLoader, Dataset"),
    "LL301": ('Records("records.bin", 64)', 'Records("records.bin", 10_000)'),
    "LL307": ("Images([])", 'Images(["b.pt"] * 100)'),
    "LL309": ("Lines([])", "Lines(list(range(8)))"),
    "LL417": ("from torchvision import transforms\nfrom torchvision.datasets import FakeData\n", _TORCHVISION),
}
ADDED = {"LL106": "\nloader = DataLoader(Crops([list(range(1000))] * 8), num_workers=2)\n"}


#: What `--fix --unsafe-fixes` makes of an Example, beside the documented sections.
FIXED = "Fixed"

APPLIED = [r.code for r in catalogue() if r.code in TRIED and r.fix in (Applicability.SAFE, Applicability.UNSAFE)]


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
    told = []

    def __init__(loader: DataLoader[Any], *args: Any, **kwargs: Any) -> None:  # noqa: N807
        arguments = dict(inspect.signature(build).bind(loader, *args, **kwargs).arguments)
        seen.append((arguments.pop("self"), arguments))
        build(loader, *args, **kwargs)

    def __iter__(_: DataLoader[Any]) -> Any:  # noqa: N807
        raise Stop

    def noted(sampler: DistributedSampler[Any], epoch: int) -> None:
        told.append(epoch)
        set_epoch(sampler, epoch)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DataLoader, "__init__", __init__)
        patch.setattr(DataLoader, "__iter__", __iter__)
        patch.setattr(DistributedSampler, "set_epoch", noted)
        with contextlib.suppress(Stop, ValueError):
            exec(rest, vars(importlib.import_module(module)))
    assert DataLoader.__iter__ is iterate
    loader, arguments = seen[-1]
    return Subject(loader, arguments, sets_epoch=bool(told), budget=60)  # experiments take what they need of that


def _try(subject: Subject, name: str) -> Measurement:
    module = importlib.import_module(
        f"loaderlint.verifying.child.experiments.{name.replace('-', '').replace(' ', '_')}"
    )
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
                file.write(number.to_bytes(4, "big") * 2_500)
    (project / "lines.txt").write_text(
        "a line of some length\n" * (200_000 if code == "LL305" else 0), encoding="utf-8"
    )
    torch.save(torch.zeros(1), project / "b.pt")
    monkeypatch.setenv("TORCHINDUCTOR_CACHE_DIR", str(project))  # which optimizers make
    monkeypatch.setattr("torch.distributed.get_world_size", lambda: 2)
    monkeypatch.setattr("torch.distributed.get_rank", lambda: 1)


def _shown(claim: Claim, measured: Measurement) -> set[Sign]:
    """The signs that are as claimed, without those that the fix leaves as they are."""
    assert not any(measured.signs.get(sign) for sign in claim.never), measured
    signs = {sign: measured.signs.get(sign) is (sign in claim.shows) for sign in claim.signs}
    return {sign for sign, shown in signs.items() if shown} - {*claim.aside}


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("code", TRIED)
def test_example_shows_what_the_rule_claims_and_neither_the_fixed_one_nor_what_to_use_instead_does(
    code: str, subject_of: Callable[[str, str], Subject], monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = CLAIMS[code]

    def tried(section: str) -> Measurement:
        # Workers of forkserver need what those of spawn need; and handles are shared by fork alone.
        methods = ("fork",) if code == "LL301" and section != FIXED else ("fork", "spawn")
        monkeypatch.setattr(start_methods, "METHODS", methods)
        torch.manual_seed(0)
        return _try(subject_of(code, section), claim.experiment)

    example = tried("Example")
    shown = _shown(claim, example)
    assert shown, example
    for section in ("Use instead", FIXED) if code in APPLIED else ("Use instead",):
        measured = tried(section)
        assert not _shown(claim, measured), measured
        assert shown <= measured.signs.keys(), measured


def test_every_claim_names_experiments_that_there_are() -> None:
    found = pkgutil.iter_modules(experiments.__path__, f"{experiments.__name__}.")
    modules = [epochs, *(importlib.import_module(module.name) for module in found)]
    names = {module.NAME for module in modules if hasattr(module, "NAME")}
    assert {name for claim in CLAIMS.values() for name in claim.experiments} <= names


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

from loaderlint.claim import Sign
from loaderlint.verifying.child.experiments import start_methods
from loaderlint.verifying.child.subject import Subject

loader = DataLoader(range(8), num_workers=2)
if __name__ == "__main__":
    start_methods.METHODS = ("fork", "spawn")
    print("raises:", start_methods.run(Subject(loader, {}, budget=120)).signs[Sign.RAISES_UNFORKED])
list(loader)
"""
