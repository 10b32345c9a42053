"""What the rules claim about worker processes (LL209 and LL3) beside what experiments show, on trial with torch."""

from __future__ import annotations

import os
import pickle
import queue
import re
import struct
import subprocess
import sys
import threading
import zipfile
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import torch
from torch.utils.data import DataLoader, Dataset

from tests.tools import documented

pytestmark = [
    pytest.mark.filterwarnings("ignore:This DataLoader will create:UserWarning"),
    pytest.mark.filterwarnings("ignore:Got pickle error:UserWarning"),
    pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning"),
    pytest.mark.filterwarnings(
        "ignore::pytest.PytestUnraisableExceptionWarning"
    ),  # torch's own clean-up of a failed start
]

NEEDS_CUDA = pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU")


def names_of(code: str, section: str, **given: Any) -> dict[str, Any]:
    """Run a code block of a rule's documentation as a script, and return its names."""
    names: dict[str, Any] = {"__name__": "__main__", **given}
    exec(documented(code, section), names)
    return names


def classes_of(code: str, section: str) -> dict[str, Any]:
    """Run the definitions of a code block alone: all that comes before the first use of them."""
    names: dict[str, Any] = {"__name__": "example"}
    exec(documented(code, section).partition("\nloader = ")[0], names)
    return names


# -- LL301: handles --------------------------------------------------------------------------------------------------

SIZE, COUNT = 200_000, 200


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("handles") / "records.bin"
    with path.open("wb") as file:
        for number in range(COUNT):
            file.write(number.to_bytes(4, "big") * (SIZE // 4))
    return path


class Checked(Dataset[bool]):
    """Says of each sample of another dataset whether it is the right one."""

    def __init__(self, dataset: Dataset[bytes], right: Callable[[int], bytes]) -> None:
        self.dataset = dataset
        self.right = right

    def __len__(self) -> int:
        return COUNT

    def __getitem__(self, index: int) -> bool:
        try:
            return self.dataset[index] == self.right(index)
        except (OSError, EOFError, zipfile.BadZipFile, zlib.error, struct.error, RuntimeError, NotImplementedError):
            return False  # whatever `zipfile` makes of another worker's bytes


def right(index: int) -> bytes:
    return index.to_bytes(4, "big") * (SIZE // 4)


def wrong_reads(dataset: Dataset[bytes], *, workers: int = 4, epochs: int) -> int:
    """How many samples come out wrong in some epochs; a race, so the first epoch that has some ends it."""
    loader = DataLoader(
        Checked(dataset, right), shuffle=True, batch_size=4, num_workers=workers, multiprocessing_context="fork"
    )
    for _ in range(epochs):
        wrong = sum(int((~batch).sum()) for batch in loader)
        if wrong:
            return wrong
    return 0


def test_ll301_example_reads_wrong_data(records: Path) -> None:
    bad = classes_of("LL301", "Example")["Records"](records, SIZE)
    good = classes_of("LL301", "Use instead")["Records"](records, SIZE)
    assert good[0] == right(0)  # opened in the main process as well
    with closing(bad.file), closing(good.file):
        assert wrong_reads(bad, epochs=40) > 0
        assert wrong_reads(good, epochs=3) == 0


def test_ll301_one_worker_reads_right(records: Path) -> None:
    bad = classes_of("LL301", "Example")["Records"](records, SIZE)
    with closing(bad.file):
        assert wrong_reads(bad, workers=1, epochs=2) == 0


def test_ll301_zip_archives_fail(tmp_path: Path) -> None:
    class Archive(Dataset[bytes]):
        def __init__(self) -> None:
            self.archive = zipfile.ZipFile(tmp_path / "archive.zip")

        def __getitem__(self, index: int) -> bytes:
            return self.archive.read(str(index))

    with zipfile.ZipFile(tmp_path / "archive.zip", "w") as archive:
        for number in range(COUNT):
            archive.writestr(str(number), right(number))
    bad = Archive()
    with closing(bad.archive):
        assert wrong_reads(bad, epochs=20) > 0


def test_ll301_open_if_missing_is_no_repair(records: Path) -> None:
    class IfMissing(Dataset[bytes]):
        file: Any = None

        def __getitem__(self, index: int) -> bytes:
            if self.file is None:
                self.file = records.open("rb")
            self.file.seek(index * SIZE)
            return bytes(self.file.read(SIZE))

    untouched, touched = IfMissing(), IfMissing()
    assert touched[0] == right(0)
    with closing(touched.file):
        assert wrong_reads(untouched, epochs=3) == 0
        assert wrong_reads(touched, epochs=40) > 0


def test_ll301_handles_cannot_be_pickled(records: Path) -> None:
    bad = classes_of("LL301", "Example")["Records"](records, SIZE)
    with closing(bad.file), pytest.raises(TypeError, match="cannot pickle"):
        pickle.dumps(vars(bad))


# -- LL302, LL310: CUDA ----------------------------------------------------------------------------------------------


@NEEDS_CUDA
def test_ll302_forked_workers_cannot_use_cuda() -> None:
    torch.zeros(1).cuda()
    images = classes_of("LL302", "Example")["Images"]([torch.zeros(1)])
    with pytest.raises(RuntimeError, match="Cannot re-initialize CUDA in forked subprocess"):
        next(iter(DataLoader(images, num_workers=1, multiprocessing_context="fork")))


@NEEDS_CUDA
def test_ll310_memory_of_the_gpu_cannot_be_pinned() -> None:
    with pytest.raises(RuntimeError, match="cannot pin"):
        next(iter(names_of("LL310", "Example")["loader"]))
    assert next(iter(names_of("LL310", "Use instead")["loader"]))[0].is_cuda


@pytest.mark.parametrize(
    ("kept", "refused"),
    [
        (threading.Lock(), True), (threading.Event(), True), (queue.Queue(), True), ((n for n in range(2)), True),
        (os.walk("."), True), (re.finditer("a", "a"), True), (iter([1]), False), (map(str, [1]), False),
        (zip([1], [2], strict=True), False), (enumerate([1]), False),
    ],
)  # fmt: skip
def test_ll303_what_can_be_pickled(kept: Any, refused: bool) -> None:
    if refused:
        with pytest.raises(TypeError, match="cannot pickle"):
            pickle.dumps(kept)
    else:
        pickle.dumps(kept)


# -- LL304: what spawned workers need ----------------------------------------------------------------------------------


def test_ll304_example_fails_when_spawned(tmp_path: Path) -> None:
    spawning = "import multiprocessing\nmultiprocessing.set_start_method('spawn', force=True)\n"
    script = tmp_path / "script.py"
    script.write_text(spawning + documented("LL304", "Example").replace("num_workers=4", "num_workers=1"))
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode != 0
    assert "before the current process has finished its bootstrapping phase" in " ".join(done.stderr.split())


# -- LL210: what is no function ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("given", [torch.Generator(), 0, "seed", [print], (n for n in range(2)), object()])
def test_ll210_what_cannot_be_called_raises(given: Any) -> None:
    with pytest.raises(TypeError, match="not callable"):
        next(iter(DataLoader(range(4), collate_fn=given)))  # type: ignore[arg-type]


def test_ll210_workers_cannot_call_a_generator() -> None:
    with pytest.raises(TypeError, match=r"'torch._C.Generator' object is not callable"):
        next(iter(DataLoader(range(4), num_workers=1, worker_init_fn=torch.Generator())))  # type: ignore[arg-type]


def test_ll210_none_is_no_function() -> None:
    options: dict[str, Any] = {"num_workers": 1, "worker_init_fn": None, "collate_fn": None}
    assert len(list(DataLoader(range(4), **options))) == 4  # type: ignore[arg-type]


# -- LL212: a GPU by default ---------------------------------------------------------------------------------------


@NEEDS_CUDA
@pytest.mark.parametrize(("section", "fails"), [("Example", True), ("Use instead", False)])
def test_ll212_indices_on_a_gpu_are_not_drawn_on_the_cpu(section: str, fails: bool) -> None:
    code = f"{documented('LL212', section)}\nnext(iter(loader))\n"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)
    assert bool(done.returncode) is fails
    assert ("Expected a 'cuda' device type for generator but found 'cpu'" in done.stderr) is fails


# -- LL209: options ----------------------------------------------------------------------------------------------------


def test_ll209_attributes_are_frozen() -> None:
    with pytest.raises(ValueError, match="attribute should not be set after DataLoader is initialized"):
        names_of("LL209", "Example")
    loader = names_of("LL209", "Use instead")["loader"]
    for name in ("batch_size", "batch_sampler", "sampler", "drop_last", "dataset", "persistent_workers"):
        with pytest.raises(ValueError, match="attribute should not be set"):
            setattr(loader, name, getattr(loader, name))
