"""What a keystroke costs in an editor: `python -m tests.benchmarks.keystroke`.

The project has 300 files: ten programs of three files each, with findings, that import each other, and models. The file
that is typed in has some 1,000 lines.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from loaderlint.server.document import Document, Part
from loaderlint.server.service import _Checker
from tests.benchmarks.growth import MODULE

FILES, PROGRAMS = 300, 10

_HELPER = "\n\ndef helper_{number}(x):\n    y = x + {number}\n    return y * 2\n"
_METHOD = "    def layer_{number}(self, x):\n        return torch.relu(x) * {number}\n\n"
_MODEL = "import torch\nfrom torch import nn\n\n\nclass Net(nn.Module):\n" + "".join(
    _METHOD.format(number=number) for number in range(60)
)

#: What is typed over what, in the file.
TYPED = {
    "in a function that has nothing to do with loaders": ("y = x + 7\n", "y = x + {}\n"),
    "in the function that trains": ("batch_size=4", "batch_size={}"),
    "in the header of that function": ("epochs=10", "epochs={}"),
    "an unfinished line": ("y = x + 7\n", "y = x + {} +\n"),
}


def write_project(root: Path) -> Path:
    """Write the project below `root`, and return the file to type in."""
    package = root / "project"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (root / ".git").mkdir()
    for number in range(FILES):
        first = number - number % 3
        other, another = (first + (number + step) % 3 for step in (1, 2))
        code = MODULE.format(number=number, other=other, another=another) if number < 3 * PROGRAMS else _MODEL
        (package / f"part_{number}.py").write_text(code)
    file = package / "part_7.py"
    file.write_text(file.read_text() + "".join(_HELPER.format(number=number) for number in range(190)))
    return file


def main() -> None:
    """Type, and show the medians of the CPU time of this process, which checks alone."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = folder
        file = write_project(Path(folder, "home"))
        text = file.read_text()
        checker = _Checker()

        def check(text: str) -> float:
            document = Document(file, (Part(file.as_uri(), text, 1),), is_notebook=False)
            started = time.process_time()
            checker.check(document, {file: document.contents()})
            return time.process_time() - started

        check(text)
        for where, (before, after) in TYPED.items():
            taken = [check(text.replace(before, after.format(number))) for number in range(100, 111)]
            sys.stdout.write(f"{where}: {1000 * statistics.median(taken):.0f} ms\n")


if __name__ == "__main__":
    main()
