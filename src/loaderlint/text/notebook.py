"""Jupyter notebooks: the Python in their cells, with everything that is IPython's own blanked out in place."""

from __future__ import annotations

import ast
import json
import re
from typing import Any

from loaderlint.text.python import parsed

#: Cell magics that run the cell as Python of the same program; any other cell magic takes the cell for itself.
_PYTHON_MAGICS = frozenset({
    "capture", "debug", "lprun", "memit", "mprun", "prun", "pyinstrument", "scalene", "snakeviz", "time", "timeit",
    "wandb",
})  # fmt: skip

#: Magics that give no name a value, of a line or of a cell: all others may define whatever they like.
_DEFINING_NOTHING = frozenset({
    "HTML", "SVG", "alias", "autoreload", "bash", "cat", "cd", "clear", "cmd", "colors", "conda", "config", "cp",
    "debug", "env", "file", "html", "javascript", "js", "latex", "load_ext", "ls", "lprun", "magic", "man", "markdown",
    "matplotlib", "memit", "mkdir", "mprun", "mv", "perl", "pdb", "pip", "precision", "prun", "pwd", "reload_ext",
    "rm", "rmdir", "ruby", "scalene", "sh", "snakeviz", "svg", "system", "tensorboard", "time", "timeit", "wandb",
    "watermark", "who", "whos", "writefile", "xmode",
})  # fmt: skip

#: A magic, or one of a cell, and what it captures under a name.
_MAGIC = re.compile(r"%%?(\w*)")
_CAPTURED = re.compile(r"%%capture(?:[ \t]+--[\w-]+)*[ \t]*(?:\n|\Z)")

#: Half a character, which JSON can hold and UTF-8 cannot.
_SURROGATE = re.compile("[\ud800-\udfff]")

_CELL_MAGIC = re.compile(r"\s*%%(\w*)")

#: What begins a logical line that IPython rewrites (`ESCAPE_SINGLES` in IPython/core/inputtransformer2.py), and what it
#: understands without an escape.
_ESCAPED = re.compile(r"[ \t]*(?=[!?%,;/]|(?:pip|conda)[ \t]+install\b)")

#: A command goes to the end of its line; a backslash carries it over to the next.
_COMMAND = re.compile(r"(?:\\\n|[^\n])*\n?")

#: What tells where a logical line ends, whether it asks for help (`name?`) and whether it takes output (`x = !ls`).
_TOKEN = re.compile(
    r"""
      (?P<long> (?P<quotes>'{3}|\"{3}) (?:\\.|(?!(?P=quotes)).)* (?:(?P=quotes)|\Z) )
    | (?P<short> "(?:\\.|[^"\\\n])*"? | '(?:\\.|[^'\\\n])*'? )
    | (?P<comment> \#[^\n]* )
    | (?P<joined> \\\n )
    | (?P<open> [(\[{] )
    | (?P<close> [)\]}] )
    | (?P<output> =[ \t]*(?=[!%]) )
    | (?P<help> \?(?=[ \t]*(?:\n|\Z)) )
    | (?P<end> \n )
    """,
    re.VERBOSE | re.DOTALL,
)


#: The magic that times a line of Python, with the blanks behind it.
_TIME = re.compile(r"%time[ \t]+")


def code_cells(data: bytes) -> list[tuple[int, str]]:
    """Return the code cells of a notebook (nbformat 3 or 4): the number among all cells, from 0, and the Python in it.

    The Python has the lines and columns of the cell. A notebook in another language has none.

    Raises:
        ValueError: the bytes are no notebook; where they are not JSON, its `lineno` says where.
    """
    return [(number, blank_magics(text)) for number, text in written_cells(data)]


def written_cells(data: bytes) -> list[tuple[int, str]]:
    """Return the code cells of a notebook as `code_cells` does, as they are written.

    Raises:
        ValueError: the bytes are no notebook; where they are not JSON, its `lineno` says where.
    """
    try:
        notebook = json.loads(data)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if not isinstance(notebook, dict):
        raise ValueError("it has no cells")
    if _language(notebook) != "python":
        return []
    found = []
    for number, cell in enumerate(_cells(notebook)):
        if isinstance(cell, dict) and cell.get("cell_type") == "code":
            source = cell.get("source", cell.get("input", ""))
            text = "".join(map(str, source)) if isinstance(source, list) else str(source)
            text = text.replace("\r\n", "\n").replace("\r", "\n")
            found.append((number, _SURROGATE.sub("\ufffd", text)))
    return found


def cells_that_never_ran(data: bytes) -> set[int]:
    """Return the numbers of the code cells that were never run, in a notebook of which others were."""
    cells = dict(enumerate(_cells(json.loads(data))))
    code = {n: c for n, c in cells.items() if isinstance(c, dict) and c.get("cell_type") == "code"}
    idle = {n for n, cell in code.items() if cell.get("execution_count", cell.get("prompt_number")) is None}
    return idle if len(idle) < len(code) else set()


def _cells(notebook: dict[str, Any]) -> list[Any]:
    """The cells of a notebook; up to nbformat 3 they lie in worksheets."""
    sheets = notebook.get("worksheets", [notebook])
    try:
        return [cell for sheet in sheets for cell in sheet["cells"]]
    except (KeyError, TypeError):
        raise ValueError("it has no cells") from None


def _language(notebook: dict[str, Any]) -> str:
    metadata = notebook.get("metadata")
    for key, name in (("language_info", "name"), ("kernelspec", "language")):
        about = metadata.get(key) if isinstance(metadata, dict) else None
        if isinstance(about, dict) and about.get(name):
            return str(about[name]).lower()
    return "python"


def blank_magics(code: str) -> str:
    """Return a cell's code with magics, shell commands and requests for help made blank; lines and columns stay.

    A blanked command leaves the name `_` behind, so that a block keeps a statement and an assignment an unknown value;
    one that may define names leaves `__`. Of `%time`, the code that it times stays.
    """
    magic = _CELL_MAGIC.match(code)
    if magic and magic[1] not in _PYTHON_MAGICS:
        start = magic.start(1) - len("%%")
        return code[:start] + _left_by(code[start:])
    pieces = []
    start = 0
    while start < len(code):
        end, command = _logical_line(code, start)
        pieces.append(code[start:command])
        if command < end:
            pieces.append(_timed(code[start:command], code[command:end]) or _left_by(code[command:end]))
        start = end
    return "".join(pieces)


def _left_by(command: str) -> str:
    """What a command leaves behind that is made blank."""
    magic = _MAGIC.match(command)
    defines = magic and magic[1] and magic[1] not in _DEFINING_NOTHING and not _CAPTURED.match(command)
    name = "__" if defines else "_"
    return name + _blank(command[len(name) :])


def _timed(before: str, command: str) -> str:
    """A command that times a statement, or an expression to be assigned, as that in its place; "" for any other."""
    magic = _TIME.match(command)
    if magic is None:
        return ""
    code = command[magic.end() :]
    module = parsed(code)
    if module is None:
        return ""
    if before.strip():  # it is assigned
        return " " * magic.end() + code if [*map(type, module.body)] == [ast.Expr] else ""
    is_simple = module.body and not any(hasattr(statement, "body") for statement in module.body)
    return "_" + " " * (magic.end() - 2) + ";" + code if is_simple else ""


def _logical_line(code: str, start: int) -> tuple[int, int]:
    """The end of the logical line that begins at `start`, and where a command in it begins (the end if none does)."""
    if escaped := _ESCAPED.match(code, start):
        return _end_of_command(code, escaped.end()), escaped.end()
    depth = 0
    for token in _TOKEN.finditer(code, start):
        match token.lastgroup:
            case "open":
                depth += 1
            case "close":
                depth = max(0, depth - 1)
            case "output" if depth == 0:
                return _end_of_command(code, token.end()), token.end()
            case "help" if depth == 0:
                return token.end(), token.end() - len(code[start : token.end()].lstrip(" \t"))
            case "end" if depth == 0:
                return token.end(), token.end()
    return len(code), len(code)


def _end_of_command(code: str, start: int) -> int:
    command = _COMMAND.match(code, start)
    return command.end() if command else start


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)
