"""What is built for others: complete, and nothing that is not theirs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tarfile
from email.parser import Parser
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.tools import ROOT

MODULES = {
    path.relative_to(ROOT / "src").as_posix()
    for path in (ROOT / "src" / "loaderlint").rglob("*")
    if path.is_file() and path.suffix != ".pyc"
}


def python(*args: str | Path, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *map(str, args)]
    return subprocess.run(command, cwd=cwd, env={**os.environ, **env}, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source distribution and, built from what that holds, the wheel."""
    folder = tmp_path_factory.mktemp("built")
    done = python("-m", "hatchling", "build", "-t", "sdist", "-d", folder, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    (archive,) = folder.glob("*.tar.gz")
    with tarfile.open(archive) as file:
        file.extractall(folder, filter="data")
    done = python("-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=folder / archive.name[: -len(".tar.gz")])
    assert done.returncode == 0, done.stderr
    return folder


def test_the_wheel_holds_the_package_and_no_more(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with ZipFile(wheel) as file:
        names = {name for name in file.namelist() if ".dist-info/" not in name}
        (metadata,) = (file.read(name).decode() for name in file.namelist() if name.endswith("/METADATA"))
    assert names == MODULES
    assert "loaderlint/py.typed" in names
    about = Parser().parsestr(metadata)
    assert (about["Author"], about["License-Expression"]) == ("loaderlint maintainers", "MIT")
    assert about["Requires-Python"] == ">=3.10"
    required = {line.split(";")[0] for line in about.get_all("Requires-Dist", []) if "extra ==" not in line}
    names_of_required = {line.partition(">")[0] for line in required}
    assert names_of_required == {"click", "libcst", "packaging", "platformdirs", "pyyaml", "tomli"}


def test_the_licence_comes_with_what_is_built(built: Path) -> None:
    text = (ROOT / "LICENSE").read_bytes()
    (wheel,), (archive,) = built.glob("*.whl"), built.glob("*.tar.gz")
    with ZipFile(wheel) as file:
        assert [file.read(name) for name in file.namelist() if name.endswith("/licenses/LICENSE")] == [text]
    with tarfile.open(archive) as source:
        licence = source.extractfile(f"{archive.name[: -len('.tar.gz')]}/LICENSE")
        assert licence is not None
        assert licence.read() == text


@pytest.mark.parametrize(
    ("installer", "record", "command"),
    [
        ("pip", None, "pip install 'loaderlint[lsp]'"),
        ("uv", None, "uv pip install 'loaderlint[lsp]'"),
        (
            "pip",
            {"url": "file:///srv/a%20b", "dir_info": {}},
            "pip install '/srv/a b[lsp]'",
        ),
        (
            "pip",
            {"url": "file:///srv/lint", "dir_info": {"editable": True}},
            "pip install -e '/srv/lint[lsp]'",
        ),
        (
            "pip",
            {
                "url": "https://example.org/x.git",
                "vcs_info": {"vcs": "git", "commit_id": "1", "requested_revision": "v1"},
            },
            "pip install 'loaderlint[lsp] @ git+https://example.org/x.git@v1'",
        ),
        (
            "pip",
            {"url": "https://example.org/x.whl", "archive_info": {}},
            "pip install 'loaderlint[lsp] @ https://example.org/x.whl'",
        ),
    ],
)
def test_an_extra_is_installed_from_where_the_package_came_from(
    tmp_path: Path, installer: str, record: object, command: str
) -> None:
    about = tmp_path / "loaderlint-0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: loaderlint\nVersion: 0\n")
    (about / "INSTALLER").write_text(f"{installer}\n")
    if record:
        (about / "direct_url.json").write_text(json.dumps(record))
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
    code += "from loaderlint.cli.extras import how_to_install; print(how_to_install('lsp'))"
    done = python("-c", code, cwd=tmp_path)
    assert done.stdout == f"{command}\n", done.stderr


def test_the_wheel_works_once_installed(built: Path, tmp_path: Path) -> None:
    (wheel,) = built.glob("*.whl")
    site = tmp_path / "site"
    pip = (
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--disable-pip-version-check",
        "--target",
        site,
    )
    done = python(*pip, wheel, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    code = "from torch.utils.data import DataLoader\nDataLoader([1], persistent_workers=True)\n"
    (tmp_path / "train.py").write_text(code)
    done = python("-m", "loaderlint", "train.py", "--output-format", "concise", cwd=tmp_path, PYTHONPATH=str(site))
    assert (done.returncode, done.stdout[:35]) == (1, "train.py:2:17: error[LL201] `persis"), done.stderr
    where = python("-c", "import loaderlint; print(loaderlint.__file__)", cwd=tmp_path, PYTHONPATH=str(site))
    assert Path(where.stdout.strip()) == site / "loaderlint" / "__init__.py"


def test_callers_see_types(tmp_path: Path) -> None:
    (tmp_path / "caller.py").write_text(
        "import loaderlint\nreveal_type(loaderlint.check('src')[0].location.line)\nloaderlint.check(preset=1)\n"
    )
    done = python("-m", "mypy", "--config-file=", "caller.py", cwd=tmp_path)
    assert re.search(r'Revealed type is "(builtins\.)?int"', done.stdout)
    assert 'Argument "preset" to "check" has incompatible type "int"' in done.stdout
    assert "Found 1 error in 1 file" in done.stdout
