"""How an extra is installed beside the loaderlint that runs: from where that came from, by what installed it."""

from __future__ import annotations

import json
import shlex


def how_to_install(extra: str) -> str:
    """Return the command that installs `extra`, such as `pip install 'loaderlint[verify]'`."""
    from importlib.metadata import Distribution, PackageNotFoundError  # it loads the parser of e-mails

    try:
        distribution = Distribution.from_name("loaderlint")
    except PackageNotFoundError:
        return f"pip install 'loaderlint[{extra}]'"
    installer = "uv pip" if (distribution.read_text("INSTALLER") or "").strip() == "uv" else "pip"
    origin = json.loads(distribution.read_text("direct_url.json") or "{}")
    return f"{installer} install {_requirement(extra, origin)}"


def _requirement(extra: str, origin: dict[str, object]) -> str:
    """What to ask an installer for; `origin` is the record of PEP 610, empty for a package from an index."""
    url = str(origin.get("url", ""))
    match origin:
        case {"dir_info": {"editable": True}}:
            return f"-e {shlex.quote(f'{_path(url)}[{extra}]')}"
        case {"dir_info": _}:
            return shlex.quote(f"{_path(url)}[{extra}]")
        case {"vcs_info": {"vcs": str(vcs), **more}}:
            revision = more.get("requested_revision")
            return shlex.quote(f"loaderlint[{extra}] @ {vcs}+{url}{f'@{revision}' if revision else ''}")
        case {"url": _}:
            return shlex.quote(f"loaderlint[{extra}] @ {url}")
    return shlex.quote(f"loaderlint[{extra}]")


def _path(url: str) -> str:
    from urllib.parse import urlsplit
    from urllib.request import url2pathname

    return url2pathname(urlsplit(url).path)
