"""What rules on random streams say of old torch releases, and of modules that scripts put on the path."""

from __future__ import annotations

from pathlib import Path

import pytest

from loaderlint.finding import Severity
from loaderlint.model.project.requirements import parse_target
from tests.tools import check_code, check_folder, codes

NOISY = """
import numpy as np
from torch.utils.data import DataLoader, Dataset

class Noisy(Dataset):
    def __getitem__(self, index):
        return index + np.random.normal()

def build(settings):
    return DataLoader(Noisy(), num_workers={workers})
"""


def severity(workers: str, torch: str) -> Severity:
    (finding,) = check_code(NOISY.format(workers=workers), "LL102", target_torch=parse_target(torch, "test")).findings
    return finding.severity


def test_numpy_collides_where_torch_does_not_seed_it() -> None:
    assert severity("4", ">=1.7") is Severity.ERROR
    assert severity("settings.jobs", ">=1.7") is Severity.WARNING
    seeded = "import torch\ntorch.manual_seed(0)\ntorch.use_deterministic_algorithms(True)\n"
    code = seeded + NOISY.format(workers="4")
    (finding,) = check_code(code, "LL102", target_torch=parse_target(">=1.9", "test")).findings
    assert finding.severity is Severity.ADVICE


def test_streams_without_a_seed_of_their_own_are_told_in_every_program() -> None:
    for torch, preset, severity in (
        (">=1.9", "training", Severity.ADVICE),
        (">=1.9", "reproducible", Severity.WARNING),
        (">=1.7", "training", Severity.ERROR),
    ):
        target = parse_target(torch, "test")
        (finding,) = check_code(
            NOISY.format(workers="4"), "LL102", "LL103", target_torch=target, preset=preset
        ).findings
        assert (finding.code, finding.severity) == ("LL102", severity)


def test_a_stream_that_workers_may_draw_alike_is_told_without_a_loader_in_sight() -> None:
    without_loader = NOISY.partition("def build")[0]
    found = {
        torch: [
            finding.severity
            for finding in check_code(without_loader, "LL1", target_torch=parse_target(torch, "test")).findings
        ]
        for torch in (">=1.7", ">=1.9")
    }
    assert found == {">=1.7": [Severity.WARNING], ">=1.9": []}


def test_a_package_on_the_path_is_searched(tmp_path: Path) -> None:
    for folder in ("core", "core/noise"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "__init__.py").touch()
    (tmp_path / "core/noise/add.py").write_text("import random\n\ndef add(x):\n    return x + random.random()\n")
    (tmp_path / "core/data.py").write_text(
        "import random\nfrom torch.utils.data import Dataset\nfrom noise.add import add\n\n"
        "class Noisy(Dataset):\n    def __getitem__(self, index):\n        random.seed(0)\n        return add(index)\n"
    )
    assert codes(check_folder(tmp_path, "LL106")) == ["LL106"]


AUGMENTED = """
import albumentations as A
from torch.utils.data import DataLoader, Dataset

class Images(Dataset):
    def __init__(self):
        self.transform = A.Compose([A.HorizontalFlip()])
    def __getitem__(self, index):
        return self.transform(image=index)

loader = DataLoader(Images(), num_workers=4)
"""


@pytest.mark.parametrize(
    ("name", "pin", "affected"),
    [
        ("requirements.txt", "torch\nalbumentations==1.3.1\n", False),
        ("requirements-dev.txt", "albumentations[hub]>=2.0,<3\n", True),
        ("requirements.txt", "albumentations\n", True),
        ("requirements/base.txt", "albumentations ~= 1.4.21\n", True),
        ("environment.yaml", "dependencies:\n  - albumentations=1.0\n", False),
        ("Dockerfile", "RUN pip install albumentations==1.0.0 timm\n", False),
        ("pyproject.toml", "[tool.poetry.dependencies]\nalbumentations = '^1.3'\n", True),
        ("pyproject.toml", "[tool.poetry.dependencies]\nalbumentations = '^0.5'\n", False),
        ("setup.py", "setup(install_requires=['albumentations<1.4.21'])\n", False),
        ("setup.cfg", "[options]\ninstall_requires =\n    albumentations >= 2.1\n", False),
    ],
)
def test_the_release_of_albumentations_decides(tmp_path: Path, name: str, pin: str, affected: bool) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(pin)
    (tmp_path / "src" / "train.py").write_text(AUGMENTED)
    assert codes(check_folder(tmp_path, "LL101")) == ["LL101"] * affected
