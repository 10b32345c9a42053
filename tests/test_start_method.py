"""How workers are started, where the project says what it runs on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from loaderlint.finding import Severity
from tests.tools import check_code, check_folder

LAMBDA = """
from torch.utils.data import DataLoader

loader = DataLoader([1], num_workers=2, collate_fn=lambda rows: rows)
"""

FILE = """
from torch.utils.data import DataLoader, Dataset


class Records(Dataset):
    def __init__(self, path):
        self.file = open(path, "rb")

    def __len__(self):
        return 8

    def __getitem__(self, index):
        self.file.seek(index)
        return self.file.read(1)


loader = DataLoader(Records("a"), num_workers=2)
"""


@pytest.mark.parametrize(
    ("platforms", "requires_python", "severity"),
    [
        ((), "", Severity.ADVICE),
        ((), ">=3.9", Severity.WARNING),
        ((), ">=3.14", Severity.ERROR),
        (("windows",), "", Severity.ERROR),
        (("macos",), "", Severity.ERROR),
        (("linux", "windows"), "", Severity.ERROR),
        (("linux",), ">=3.14", Severity.ERROR),
        (("linux",), "", None),
    ],
)
def test_what_cannot_be_sent_to_workers(
    platforms: tuple[str, ...], requires_python: str, severity: Severity | None
) -> None:
    findings = check_code(LAMBDA, "LL303", platforms=platforms, requires_python=requires_python).findings
    assert [finding.severity for finding in findings] == ([] if severity is None else [severity])


@pytest.mark.parametrize(
    ("platforms", "shared"), [((), True), (("linux", "windows"), True), (("linux",), True), (("windows",), False)]
)
def test_a_file_is_shared_where_workers_may_be_forked(platforms: tuple[str, ...], shared: bool) -> None:
    (finding,) = check_code(FILE, "LL301", platforms=platforms).findings
    assert ("forked workers share" in finding.message) is shared


OPEN_FILE = """
from torch.utils.data import DataLoader, Dataset

class Rows(Dataset):
    def __init__(self):
        {opened}

        def load(index):
            return file + index

        self.load = load

    def __getitem__(self, index):
        return self.load(index)

loader = DataLoader(Rows(), num_workers=2)
"""


@pytest.mark.parametrize(
    ("opened", "way_out"),
    [
        ('file = open("rows.bin", "rb")', "make what it needs in the worker: an open file cannot be sent there either"),
        ('file = "rows.bin"', "bind what it needs from around it with `functools.partial`"),
    ],
)
def test_what_a_function_needs_may_not_be_sent_either(opened: str, way_out: str) -> None:
    (finding,) = check_code(OPEN_FILE.format(opened=opened), "LL303").findings
    assert finding.help == f"define it at the top level of a module, and {way_out}"


def test_a_spawned_worker_finds_no_function_of_a_notebook(tmp_path: Path) -> None:
    cell: dict[str, object] = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    cell["source"] = LAMBDA
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (tmp_path / "train.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    (finding,) = (f for f in check_folder(tmp_path).findings if f.code == "LL303")
    assert finding.severity is Severity.ADVICE
    assert "in a module that the notebook imports" in finding.help
    assert finding.fix is None
