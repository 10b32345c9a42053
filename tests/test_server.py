"""The language server, as an editor sees it: a client over standard input and output."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types
from pygls.lsp.client import LanguageClient

from loaderlint.cli.extras import how_to_install
from loaderlint.server.document import Part, Places

#: Seconds in which a slow machine answers, too.
PATIENCE = 60

BAD = "from torch.utils.data import DataLoader\n\nloader = DataLoader(range(8), persistent_workers=True)\n"
GOOD = BAD.replace("persistent_workers", "pin_memory")
FLAGGED = "persistent_workers=True"
LATER = BAD.splitlines()[-1] + "\n"


class Editor(LanguageClient):
    """Keeps what the server says, and types into documents."""

    def __init__(self) -> None:
        super().__init__("editor", "1")
        self.published: dict[str, types.PublishDiagnosticsParams] = {}
        self.messages: list[str] = []
        self.news = asyncio.Condition()

        @self.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)  # type: ignore[untyped-decorator]
        async def _published(params: types.PublishDiagnosticsParams) -> None:
            async with self.news:
                self.published[params.uri] = params
                self.news.notify_all()

        @self.feature(types.WINDOW_SHOW_MESSAGE)  # type: ignore[untyped-decorator]
        async def _said(params: types.ShowMessageParams) -> None:
            async with self.news:
                self.messages.append(params.message)
                self.news.notify_all()

    async def until(self, condition: Callable[[], bool]) -> None:
        async with self.news:
            await asyncio.wait_for(self.news.wait_for(condition), PATIENCE)

    async def diagnostics(self, uri: str, version: int = 1) -> list[types.Diagnostic]:
        """What is said of a version of a document, once it is."""
        await self.until(lambda: uri in self.published and (self.published[uri].version or 0) >= version)
        return list(self.published[uri].diagnostics)

    def open(self, path: Path, text: str, language: str = "python") -> str:
        uri = path.absolute().as_uri()
        item = types.TextDocumentItem(uri, language, 1, text)
        self.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return uri

    def type(self, uri: str, text: str, version: int) -> None:
        document = types.VersionedTextDocumentIdentifier(version, uri)
        change = types.TextDocumentContentChangeWholeDocument(text)
        self.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))

    async def actions(self, uri: str, line: int, only: str | None = None) -> list[types.CodeAction]:
        where = types.Range(types.Position(line, 0), types.Position(line + 1, 0))
        context = types.CodeActionContext([], only=[only] if only else None)
        params = types.CodeActionParams(types.TextDocumentIdentifier(uri), where, context)
        found = await self.text_document_code_action_async(params)
        return [action for action in found or [] if isinstance(action, types.CodeAction)]

    async def fixes(self, uri: str, line: int, only: str | None = None) -> list[types.CodeAction]:
        """The actions that do not just silence a finding."""
        return [action for action in await self.actions(uri, line, only) if not action.title.endswith("ignore it here")]

    async def hover(self, uri: str, line: int, column: int) -> str | None:
        params = types.HoverParams(types.TextDocumentIdentifier(uri), types.Position(line, column))
        found = await self.text_document_hover_async(params)
        if found is None:
            return None
        assert isinstance(found.contents, types.MarkupContent)
        assert found.contents.kind is types.MarkupKind.Markdown
        return found.contents.value


@asynccontextmanager
async def editor(
    encodings: list[types.PositionEncodingKind | str] | None = None,
    command: Sequence[str] = ("-m", "loaderlint", "server", "--stdio"),
) -> AsyncIterator[Editor]:
    client = Editor()
    await client.start_io(sys.executable, *command)
    capabilities = types.ClientCapabilities(general=types.GeneralClientCapabilities(position_encodings=encodings))
    await client.initialize_async(types.InitializeParams(capabilities, root_uri=Path.cwd().as_uri()))
    client.initialized(types.InitializedParams())
    try:
        yield client
    finally:
        await asyncio.wait_for(client.shutdown_async(None), PATIENCE)
        client.exit(None)
        await asyncio.wait_for(client.stop(), PATIENCE)  # type: ignore[no-untyped-call]


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("pyproject.toml").write_text("[tool.loaderlint]\n")
    return tmp_path


def play(scene: Callable[[Editor], Awaitable[None]], **options: Any) -> None:
    """Start a server, act on it, and end it."""

    async def act() -> None:
        async with editor(**options) as client:
            await scene(client)

    asyncio.run(act())


def marked(text: str, where: types.Range) -> str:
    """What a range on one line covers, counted in UTF-16."""
    assert where.start.line == where.end.line
    line = text.split("\n")[where.start.line].encode("utf-16-le")
    return line[2 * where.start.character : 2 * where.end.character].decode("utf-16-le")


def codes(diagnostics: list[types.Diagnostic]) -> list[Any]:
    return [d.code for d in diagnostics]


def test_diagnostics_as_one_types() -> None:
    async def scene(client: Editor) -> None:
        uri = client.open(Path("train.py"), GOOD)
        assert await client.diagnostics(uri) == []
        for version in range(2, 6):  # in one go: only what is left is checked
            client.type(uri, BAD if version == 5 else "x = (", version)
        (diagnostic,) = await client.diagnostics(uri, 5)
        assert (diagnostic.code, diagnostic.source) == ("LL201", "loaderlint")
        assert diagnostic.severity is types.DiagnosticSeverity.Error
        assert marked(BAD, diagnostic.range) == FLAGGED
        assert diagnostic.message.splitlines()[1].startswith("help: give `num_workers` a positive number")
        client.type(uri, "from torch.utils.data import DataLoader\nx = (", 6)
        assert codes(await client.diagnostics(uri, 6)) == ["LL901"]
        client.type(uri, "", 7)
        assert await client.diagnostics(uri, 7) == []

    play(scene)


def test_an_unfinished_line_keeps_the_findings_of_the_rest() -> None:
    async def scene(client: Editor) -> None:
        for number, line in enumerate(["x = ", "x.", "foo(", "if x:", "def f(self", "x = [1,"]):
            text = f"{BAD}\n\ndef f(x):\n    y = x\n    {line}\n    return y\n\n\n{LATER}"
            found = await client.diagnostics(client.open(Path(f"train{number}.py"), text))
            assert codes(found) == ["LL901", "LL201", "LL201"], line
            assert [marked(text, d.range) for d in found[1:]] == [FLAGGED, FLAGGED], line

    play(scene)


def test_what_is_typed_in_one_file_is_seen_in_another() -> None:
    async def scene(client: Editor) -> None:
        Path("settings.py").write_text("WORKERS = 4\n")
        code = BAD.replace("range(8)", "range(8), num_workers=WORKERS")
        train = client.open(Path("train.py"), f"from settings import WORKERS\n{code}")
        settings = client.open(Path("settings.py"), "WORKERS = 4\n")
        assert await client.diagnostics(train) == []
        client.type(settings, "WORKERS = 0\n", 2)
        await client.until(lambda: codes([*client.published[train].diagnostics]) == ["LL201"])

    play(scene)


def test_evidence_lies_in_other_files_open_or_not() -> None:
    async def scene(client: Editor) -> None:
        settings, train = Path("settings.py"), Path("train.py")
        settings.write_text("WORKERS = 0\n")
        code = BAD.replace("range(8)", "range(8), num_workers=WORKERS").replace(
            "import DataLoader", "import DataLoader\nfrom settings import WORKERS"
        )
        train.write_text(code)
        uri = client.open(train, code)
        (diagnostic,) = await client.diagnostics(uri)
        _, related = diagnostic.related_information or []
        assert (related.location.uri, related.location.range.start.line) == (settings.absolute().as_uri(), 0)
        other = client.open(settings, "\n\nWORKERS = 4\n")  # not saved
        assert await client.diagnostics(other) == []
        client.type(uri, code + "\n", 2)
        assert await client.diagnostics(uri, 2) == []
        client.type(other, "\n\nWORKERS = 0\n", 2)
        await client.diagnostics(other, 2)
        client.text_document_did_save(types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(other)))
        await client.until(lambda: bool(client.published[uri].diagnostics))
        _, related = client.published[uri].diagnostics[0].related_information or []
        assert related.location.range.start.line == 2

    play(scene)


ODD = (
    "from torch.utils.data import DataLoader\n"
    "name = '\U0001f600é\x0c\u2028'; loader = DataLoader(range(8), {}) # \U0001f600\n"
)


@pytest.mark.parametrize("encodings", [None, ["utf-8", "utf-16"], ["utf-32"], ["utf-8"]])
def test_columns_count_what_was_agreed_on(encodings: list[str] | None) -> None:
    async def scene(client: Editor) -> None:
        text = ODD.format(FLAGGED)
        uri = client.open(Path("train.py"), text)
        (diagnostic,) = await client.diagnostics(uri)
        chosen = encodings[0] if encodings else "utf-16"
        coding = {"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}[chosen]
        unit = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[chosen]
        line = text.split("\n")[1].encode(coding)
        assert diagnostic.range.start.line == 1
        start, end = diagnostic.range.start.character, diagnostic.range.end.character
        assert line[unit * start : unit * end].decode(coding) == FLAGGED

    play(scene, encodings=encodings)


def test_the_declared_coding_does_not_move_columns() -> None:
    async def scene(client: Editor) -> None:
        text = "# -*- coding: latin-1 -*-\n" + ODD.format(FLAGGED).replace("\U0001f600", "ä").replace("\u2028", "")
        (diagnostic,) = await client.diagnostics(client.open(Path("train.py"), text))
        assert marked(text, diagnostic.range) == FLAGGED

    play(scene)


def test_hover_tells_what_is_known_of_a_loader() -> None:
    async def scene(client: Editor) -> None:
        uri = client.open(Path("train.py"), GOOD)
        text = await client.hover(uri, 2, GOOD.splitlines()[2].index("DataLoader") + 1)
        assert text is not None
        assert text.startswith("```text\ntrain.py:3:10: DataLoader\n")
        assert "    pin_memory: True, given at line 3\n" in text
        assert (
            "not known: role, epochs: `loader`: kept as `loader` in a module, and no loop is seen to go through it"
            in text
        )
        assert await client.hover(uri, 2, 0) is None
        client.type(uri, GOOD.replace("True", "False"), 2)
        assert "pin_memory: False" in (await client.hover(uri, 2, 12) or "")

    play(scene)


def test_hover_explains_the_rule() -> None:
    async def scene(client: Editor) -> None:
        uri = client.open(Path("train.py"), BAD)
        text = await client.hover(uri, 2, 40)
        assert text is not None
        assert text.startswith(
            "**LL201** persistent-workers-without-workers (error)\n\n`persistent_workers=True` needs"
        )
        assert "\n## Why is this bad?\n" in text
        assert await client.hover(uri, 0, 3) is None
        assert await client.hover((Path.cwd() / "other.py").as_uri(), 0, 0) is None

    play(scene)


def applied(text: str, edits: Sequence[types.TextEdit]) -> str:
    """A text with edits applied as an editor does that counts UTF-16."""
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)
    starts = [0, *accumulate(len(line.encode("utf-16-le")) for line in lines)]
    data = text.encode("utf-16-le")
    for edit in sorted(edits, key=lambda e: (e.range.start.line, e.range.start.character), reverse=True):
        start, end = (starts[at.line] + 2 * at.character for at in (edit.range.start, edit.range.end))
        data = data[:start] + edit.new_text.encode("utf-16-le") + data[end:]
    return data.decode("utf-16-le")


@given(st.data())
def test_changes_make_the_new_text(data: st.DataObject) -> None:
    texts = st.lists(st.sampled_from(["a", "b\U0001f600", "\n", "\r\n", "\r", "\x0c", "\u2028"])).map("".join)
    old, new = data.draw(texts), data.draw(texts)
    assert applied(old, Places({}, "utf-16").changes(Part("file:///a.py", old, 1), new)) == new


def edits_of(action: types.CodeAction, uri: str) -> Sequence[types.TextEdit]:
    assert action.edit is not None
    assert action.edit.changes is not None
    assert set(action.edit.changes) == {uri}
    return action.edit.changes[uri]


UNSAFE = """\
import numpy as np
from torch.utils.data import DataLoader, Dataset


class Noisy(Dataset):
    def __init__(self):
        self.name = '\U0001f600'; self.rng = np.random.default_rng()

    def __getitem__(self, index):
        return self.rng.normal()


noisy = DataLoader(Noisy(), num_workers=2)
"""


def test_a_fix_for_one_finding_or_for_all() -> None:
    async def scene(client: Editor) -> None:
        odd = "name = '\U0001f600\x0c'; loader = DataLoader(range(8), persistent_workers=True)\r\n"
        other = "other = DataLoader(range(8), persistent_workers=True)"
        text = f"from torch.utils.data import DataLoader\r\n{odd}{other}"
        uri = client.open(Path("train.py"), text)
        (action,) = await client.fixes(uri, 1)  # at once: it is checked first
        assert (action.kind, action.is_preferred) == (types.CodeActionKind.QuickFix, True)
        assert [d.code for d in action.diagnostics or []] == ["LL201"]
        assert applied(text, edits_of(action, uri)) == text.replace(odd, odd.replace(f", {FLAGGED}", ""))
        assert await client.fixes(uri, 0) == []
        assert len(await client.fixes(uri, 1, only="quickfix")) == 1
        assert await client.fixes(uri, 1, only="refactor") == []
        for only in ("source", "source.fixAll", "source.fixAll.loaderlint"):
            (action,) = await client.fixes(uri, 0, only=only)
            assert action.kind == "source.fixAll.loaderlint"
            assert applied(text, edits_of(action, uri)) == text.replace(f", {FLAGGED}", "")
        client.type(uri, GOOD, 2)
        assert await client.fixes(uri, 0, only="source.fixAll") == []

    play(scene)


def test_a_comment_to_ignore_a_finding() -> None:
    async def scene(client: Editor) -> None:
        text = BAD.replace("\nloader", "\nname = '\U0001f600'; loader").replace("True)\n", "True)  # why\r\n")
        uri = client.open(Path("train.py"), text)
        action = next(a for a in await client.actions(uri, 2) if a.title == "LL201: ignore it here")
        assert (action.kind, action.is_preferred) == (types.CodeActionKind.QuickFix, None)
        silenced = applied(text, edits_of(action, uri))
        assert silenced == text.replace("# why", "# why  # loaderlint: ignore[LL201]")
        client.type(uri, silenced, 2)
        assert await client.diagnostics(uri, 2) == []
        client.type(uri, "from torch.utils.data import DataLoader\nx = (", 3)
        assert await client.actions(uri, 1) == []

    play(scene)


def test_unsafe_fixes_are_offered_one_by_one() -> None:
    async def scene(client: Editor) -> None:
        uri = client.open(Path("train.py"), UNSAFE)
        line = UNSAFE.splitlines().index("noisy = DataLoader(Noisy(), num_workers=2)")
        (action,) = await client.fixes(uri, line)
        assert (action.title.endswith(" (unsafe)"), action.is_preferred) == (True, False)
        client.type(uri, applied(UNSAFE, edits_of(action, uri)), 2)
        assert "LL101" not in codes(await client.diagnostics(uri, 2))
        client.type(uri, UNSAFE, 3)
        assert await client.fixes(uri, 0, only="source.fixAll") == []

    play(scene)


def cell(number: int, version: int = 1) -> types.TextDocumentItem:
    uri = f"vscode-notebook-cell:{Path.cwd()}/train.ipynb#{number}"
    texts = ["from torch.utils.data import DataLoader\n", "%matplotlib inline\n" + BAD.splitlines()[2], "x = 1"]
    return types.TextDocumentItem(uri, "python", version, texts[number])


def notebook_cells(*cells: types.TextDocumentItem) -> list[types.NotebookCell]:
    return [types.NotebookCell(types.NotebookCellKind.Code, item.uri) for item in cells]


def test_notebooks() -> None:
    async def scene(client: Editor) -> None:
        uri = (Path.cwd() / "train.ipynb").as_uri()
        cells = [cell(n) for n in range(3)]
        markdown = types.NotebookCell(types.NotebookCellKind.Markup, "vscode-notebook-cell:text")
        kept = notebook_cells(*cells)
        notebook = types.NotebookDocument(uri, "jupyter-notebook", 1, [kept[0], markdown, *kept[1:]])
        client.notebook_document_did_open(types.DidOpenNotebookDocumentParams(notebook, cells))
        (diagnostic,) = await client.diagnostics(cells[1].uri)
        assert diagnostic.range.start.line == 1
        assert marked(cells[1].text, diagnostic.range) == FLAGGED
        assert await client.diagnostics(cells[0].uri) == await client.diagnostics(cells[2].uri) == []
        assert "LL201" in (await client.hover(cells[1].uri, 1, 40) or "")
        assert await client.hover(cells[0].uri, 1, 40) is None

        (action,) = await client.fixes(cells[1].uri, 1)
        repaired = applied(cells[1].text, edits_of(action, cells[1].uri))
        assert repaired == cells[1].text.replace(f", {FLAGGED}", "")
        ignore = (await client.actions(cells[1].uri, 1))[-1]
        silenced = applied(cells[1].text, edits_of(ignore, cells[1].uri))
        assert silenced == cells[1].text + "  # loaderlint: ignore[LL201]"
        (action,) = await client.fixes(cells[0].uri, 0, only="source.fixAll")
        assert action.edit is not None
        changes = action.edit.changes or {}
        assert {uri: bool(edits) for uri, edits in changes.items()} == {c.uri: c is cells[1] for c in cells}
        assert applied(cells[1].text, changes[cells[1].uri]) == repaired

        # A partial change within a cell.
        where = types.Range(types.Position(0, 0), types.Position(1, 0))
        edit = types.TextDocumentContentChangePartial(where, "n = '\U0001f600'\n\n\n")
        text = types.NotebookDocumentCellContentChanges(types.VersionedTextDocumentIdentifier(2, cells[1].uri), [edit])
        change = types.NotebookDocumentCellChanges(text_content=[text])
        change_notebook(client, uri, 2, change)
        (diagnostic,) = await client.diagnostics(cells[1].uri, 2)
        assert diagnostic.range.start.line == 3

        # A cell goes, and its marks with it; and then the notebook.
        array = types.NotebookCellArrayChange(2, 1)
        gone = types.TextDocumentIdentifier(cells[1].uri)
        structure = types.NotebookDocumentCellChangeStructure(array, did_close=[gone])
        change_notebook(client, uri, 3, types.NotebookDocumentCellChanges(structure=structure))
        await client.until(lambda: not client.published[cells[1].uri].diagnostics)
        assert (await client.hover(cells[0].uri, 0, 0)) is None
        rest = [types.TextDocumentIdentifier(cells[n].uri) for n in (0, 2)]
        closed = types.DidCloseNotebookDocumentParams(types.NotebookDocumentIdentifier(uri), rest)
        client.notebook_document_did_close(closed)

    play(scene)


def change_notebook(client: Editor, uri: str, version: int, cells: types.NotebookDocumentCellChanges) -> None:
    document = types.VersionedNotebookDocumentIdentifier(version, uri)
    change = types.NotebookDocumentChangeEvent(cells=cells)
    client.notebook_document_did_change(types.DidChangeNotebookDocumentParams(document, change))


def test_what_is_left_out_of_directories_is_not_marked_nor_other_languages() -> None:
    async def scene(client: Editor) -> None:
        Path("pyproject.toml").write_text("[tool.loaderlint]\nextend-exclude = ['old/']\n")
        for path in ("old/train.py", "venv/lib/train.py"):
            assert await client.diagnostics(client.open(Path(path), BAD)) == []
        client.open(Path("train.md"), BAD, "markdown")
        assert codes(await client.diagnostics(client.open(Path("train.py"), BAD))) == ["LL201"]
        assert len(client.published) == 3

    play(scene)


def test_every_document_has_the_settings_of_its_project() -> None:
    async def scene(client: Editor) -> None:
        for folder, setting in (("one", "ignore = ['LL201']"), ("two", "")):
            Path(folder).mkdir()
            Path(folder, "pyproject.toml").write_text(f"[tool.loaderlint]\n{setting}\n")
        assert await client.diagnostics(client.open(Path("one/train.py"), BAD)) == []
        assert codes(await client.diagnostics(client.open(Path("two/train.py"), BAD))) == ["LL201"]

    play(scene)


def test_closing_takes_the_marks_away() -> None:
    async def scene(client: Editor) -> None:
        uri = client.open(Path("train.py"), BAD)
        assert await client.diagnostics(uri)
        client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri)))
        await client.until(lambda: not client.published[uri].diagnostics)

    play(scene)


def test_faults_are_told_once_and_end_nothing() -> None:
    async def scene(client: Editor) -> None:
        Path("pyproject.toml").write_text("[tool.loaderlint]\nignored = ['LL201']\n")
        uri = client.open(Path("train.py"), BAD)
        assert await client.diagnostics(uri) == []
        client.type(uri, BAD + "\n", 2)
        await client.diagnostics(uri, 2)
        await client.until(lambda: bool(client.messages))
        (message,) = client.messages
        assert "unknown key `ignored`; did you mean `ignore`?" in message
        Path("pyproject.toml").write_text("[tool.loaderlint]\n")
        changed = types.FileEvent((Path.cwd() / "pyproject.toml").as_uri(), types.FileChangeType.Changed)
        client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([changed]))
        await client.until(lambda: bool(client.published[uri].diagnostics))
        with pytest.raises(Exception, match="Method Not Found"):
            await client.protocol.send_request_async("loaderlint/nonsense", {})
        client.type(uri, GOOD, 3)
        assert await client.diagnostics(uri, 3) == []

    play(scene)


BROKEN_SERVER = """
import loaderlint.server.service as service
check = service.check_projects
def broken(found, missing, texts, **rest):
    if any(b"boom" in data for data in texts.values()):
        raise ZeroDivisionError("oh")
    return check(found, missing, texts=texts, **rest)
service.check_projects = broken
service.serve()
"""


def test_an_internal_error_is_told_and_ends_nothing() -> None:
    async def scene(client: Editor) -> None:
        uri = client.open(Path("train.py"), BAD + "# boom")
        await client.until(lambda: bool(client.messages))
        assert client.messages == ["loaderlint: internal error, please report it: ZeroDivisionError: oh"]
        assert await client.fixes(uri, 2) == []
        client.type(uri, BAD, 2)
        assert codes(await client.diagnostics(uri, 2)) == ["LL201"]

    play(scene, command=("-c", BROKEN_SERVER))


BROKEN_RULE = """
import dataclasses
import loaderlint.checking.checker as checker
import loaderlint.server.service as service
def fail(analysis):
    raise RecursionError
rules = [dataclasses.replace(r, check=fail) if r.code == "LL203" else r for r in checker.catalogue()]
checker.catalogue = lambda: rules
service.serve()
"""


def test_a_rule_that_fails_is_told_and_the_others_go_on() -> None:
    async def scene(client: Editor) -> None:
        Path("train.py").write_text(BAD)
        uri = client.open(Path("train.py"), BAD)
        await client.until(lambda: bool(client.messages))
        assert "train.py: not checked for LL203: internal error: RecursionError" in client.messages[0]
        assert codes(await client.diagnostics(uri)) == ["LL201"]

    play(scene, command=("-c", BROKEN_RULE))


def test_without_the_extra_one_line_says_what_to_install() -> None:
    code = "import sys; sys.modules['pygls'] = None; from loaderlint.cli import main; main(['server'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == f"loaderlint: the language server needs pygls: {how_to_install('lsp')}\n"
