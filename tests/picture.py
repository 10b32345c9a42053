"""Makes the picture of `verify` in the README: `python -m tests.picture` runs it for real and writes the SVG."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / ".assets" / "verify.svg"

#: rich's own form loads fonts from the network; this one makes do with those of the reader.
_FORM = """<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, monospace; font-size: {char_height}px;
  line-height: {line_height}px; white-space: pre; }}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: ui-sans-serif, sans-serif; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal"><rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>{lines}</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}<g class="{unique_id}-matrix">{matrix}</g></g>
</svg>
"""


def main() -> None:
    """Run `loaderlint verify` on the README's program and draw what it shows."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        for name, code in re.findall(r"^`(\w+\.py)`:\n\n```python\n(.*?)```", readme, re.DOTALL | re.MULTILINE):
            (Path(folder) / name).write_text(code, encoding="utf-8")
        command = [sys.executable, "-m", "loaderlint", "verify", "train.py", "--select", "LL101", "--color", "always"]
        shown = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout
    console = Console(record=True, width=112, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi(shown.rstrip()))
    picture = console.export_svg(title="loaderlint verify train.py", theme=MONOKAI, code_format=_FORM, unique_id="ll")
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text("".join(f"{line.rstrip()}\n" for line in picture.splitlines()), encoding="utf-8")


if __name__ == "__main__":
    main()
