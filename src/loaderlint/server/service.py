"""The server itself: when what is checked, and who is told."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from loaderlint.checking.cache import Cache
from loaderlint.checking.combine import Made
from loaderlint.checking.discover import discover, is_excluded
from loaderlint.checking.engine import Result, check_projects
from loaderlint.checking.remembered import Memory
from loaderlint.config import Config
from loaderlint.explain.gather import explained
from loaderlint.explain.told import Loader
from loaderlint.fixing.fix import Files, fix_all
from loaderlint.projects import Projects
from loaderlint.rules.ll901_syntax_error import RULE as SYNTAX_ERROR
from loaderlint.server.answers import FIX_ALL, Mark, all_fixed, hover, ignores, mark, quick_fixes
from loaderlint.server.document import Document, Part, Places
from loaderlint.settings import ConfigError
from loaderlint.text.paths import absolute
from loaderlint.version import __version__

#: Seconds without a keystroke after which the code is checked.
_PAUSE = 0.25

#: Files whose change on disk may change what is found elsewhere.
_WATCHED = ("**/*.py", "**/*.toml", "**/setup.cfg", "**/*requirements*.txt")

_NOTEBOOKS = types.NotebookDocumentSyncOptions(
    [types.NotebookDocumentFilterWithNotebook("jupyter-notebook", [types.NotebookCellLanguage("python")])]
)


@dataclass(frozen=True, slots=True)
class Checked:
    """A document as it was checked, what was found, and which loaders it builds."""

    document: Document
    marks: tuple[Mark, ...]
    loaders: tuple[Made, ...] = ()


class Server(LanguageServer):
    """Checks what is open soon after it changed, one document at a time, in a thread of its own."""

    def __init__(self) -> None:
        # A file is sent as a whole: pygls splits lines at form feeds and the like, where the editor does not, so that
        # what it makes of partial changes is not what the editor shows.
        full = types.TextDocumentSyncKind.Full
        super().__init__("loaderlint", __version__, text_document_sync_kind=full, notebook_document_sync=_NOTEBOOKS)
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._checker = _Checker()
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._checked: dict[str, Checked] = {}
        self._explained: tuple[Checked, tuple[Loader, ...]] | None = None
        self._complaint = ""

    def check_soon(self, uri: str, pause: float) -> None:
        """Check a file or notebook after a pause, in which another change puts it off again."""
        if task := self._tasks.get(uri):
            task.cancel()
        self._tasks[uri] = asyncio.get_running_loop().create_task(self._check(uri, pause))

    def check_all(self, first: str = "", pause: float = 0) -> None:
        """Check everything that is open again: what changes in one file may change what is found in another."""
        for uri in sorted(self._open(), key=lambda uri: uri != first):
            self.check_soon(uri, pause)

    def close(self, uri: str, parts: Iterable[str]) -> None:
        """Forget a document, and take its marks away."""
        if task := self._tasks.pop(uri, None):
            task.cancel()
        self._checked.pop(uri, None)
        self.clear(parts)

    def clear(self, parts: Iterable[str]) -> None:
        """Take the marks in parts of documents away."""
        for part in parts:
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(part, []))

    async def checked(self, part: str) -> Checked | None:
        """Return what was found in the document that a URI is part of, once it is checked as it stands."""
        notebook = self.workspace.get_notebook_document(cell_uri=part)
        uri = notebook.uri if notebook else part
        while (task := self._tasks.get(uri)) and not task.done():
            await asyncio.wait([task])
        return self._checked.get(uri)

    async def fixed(self, part: str) -> tuple[Document, list[str]] | None:
        """Return the document that a URI is part of, and its texts with all safe fixes applied, if there are any."""
        checked = await self.checked(part)
        if checked is None or not any(m.finding.fix for m in checked.marks):
            return None
        texts = self._texts()
        contents = await asyncio.get_running_loop().run_in_executor(
            self._thread, self._checker.fix, checked.document, texts
        )
        return None if contents is None else (checked.document, checked.document.texts(contents))

    async def explained(self, checked: Checked) -> tuple[Loader, ...]:
        """Return what is told of the loaders in a document; of the one that was asked for last it is remembered."""
        if not checked.loaders:
            return ()
        if self._explained is None or self._explained[0] is not checked:
            found = asyncio.get_running_loop().run_in_executor(self._thread, _explain, checked, self._texts())
            self._explained = (checked, await found)
        return self._explained[1]

    def places(self) -> Places:
        """Return where locations lie in what is open now."""
        return Places({d.path: d for d in self._open().values()}, self.workspace.position_encoding)

    async def _check(self, uri: str, pause: float) -> None:
        await asyncio.sleep(pause)
        document = self._open().get(uri)
        if document is None:
            return
        try:
            loop = asyncio.get_running_loop()
            result = await loop.run_in_executor(self._thread, self._checker.check, document, self._texts())
            self._complain("\n".join(f"{trouble.path}: {trouble.message}" for trouble in result.troubles))
            if self._open().get(uri) == document:
                places = self.places()
                marks = tuple(mark(finding, places) for finding in result.findings)
                self._publish(uri, Checked(document, marks, result.loaders))
        except ConfigError as error:
            self._publish(uri, Checked(document, ()))
            self._complain(str(error))
        except Exception as error:
            self._complain(f"internal error, please report it: {type(error).__name__}: {error}")
            self.window_log_message(types.LogMessageParams(types.MessageType.Error, traceback.format_exc()))

    def _texts(self) -> dict[Path, bytes]:
        """What is open, saved or not, by path."""
        return {document.path: document.contents() for document in self._open().values()}

    def _publish(self, uri: str, checked: Checked) -> None:
        if self._checked.get(uri) == checked:
            return
        self._checked[uri] = checked
        for part in checked.document.parts:
            marks = [m.diagnostic for m in checked.marks if m.uri == part.uri]
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(part.uri, marks, part.version))

    def _complain(self, complaint: str) -> None:
        """Tell the user what is wrong, unless that was just said: every keystroke would say it again."""
        if complaint and complaint != self._complaint:
            message = types.ShowMessageParams(types.MessageType.Error, f"loaderlint: {complaint}")
            self.window_show_message(message)
        self._complaint = complaint

    def _open(self) -> dict[str, Document]:
        """The files and notebooks that are open, by URI, without what is no Python."""
        workspace = self.workspace
        texts = {text.uri: text for text in workspace.text_documents.values() if text.language_id == "python"}
        cells = {n.uri: [cell.document for cell in n.cells] for n in workspace.notebook_documents.values()}
        files = {uri: [uri] for uri in texts if workspace.get_notebook_document(cell_uri=uri) is None}
        documents = {}
        for uri, names in (files | cells).items():
            path = to_fs_path(uri)
            if path and uri.startswith("file:"):
                parts = tuple(Part(name, texts[name].source, texts[name].version) for name in names if name in texts)
                documents[uri] = Document(absolute(Path(path)), parts, uri in cells)
        return documents


class _Checker:
    """Checks documents, with what is remembered of their projects from one to the next."""

    def __init__(self) -> None:
        self._memories: dict[Path, Memory] = {}

    def check(self, document: Document, texts: Mapping[Path, bytes]) -> Result:
        """Return what is found in a document, with `texts` in the place of what is on disk."""
        projects = Projects((document.path,))  # read anew, as settings may have changed
        if is_excluded(document.path, projects.of(document.path)):
            return Result((), (), 0)
        result = self._run(document, projects, texts)
        broken = [finding for finding in result.findings if finding.code == SYNTAX_ERROR.code]
        if len(broken) != 1 or document.is_notebook:  # what is broken in a cell costs no other one
            return result
        # A line is being written, this or the one above: meanwhile the findings of the others stay.
        line = broken[0].location.line
        for unfinished in (line, line - 1)[:line]:
            others = document.without_line(unfinished).contents()
            rest = self._run(document, projects, {**texts, document.path: others})
            if all(finding.code != SYNTAX_ERROR.code for finding in rest.findings):
                return replace(rest, findings=(*broken, *rest.findings))
        return result

    def fix(self, document: Document, texts: Mapping[Path, bytes]) -> bytes | None:
        """Return a document's contents with all safe fixes applied, or None if that changes nothing."""
        projects = Projects((document.path,))
        by_all_rules = Projects((document.path,), over=Config.with_all_rules)
        files = Files(
            texts.__getitem__,
            lambda changed: self._run(document, projects, {**texts, **changed}),
            lambda changed: self._run(document, by_all_rules, {**texts, **changed}),
        )
        return fix_all(files, unsafe=False).texts.get(document.path)

    def _run(self, document: Document, projects: Projects, texts: Mapping[Path, bytes]) -> Result:
        found, missing = discover((document.path,), projects, texts)
        return check_projects(found, missing, texts=texts, memory_of=self._memory)

    def _memory(self, config: Config) -> Memory:
        """What is remembered of a project, by all rules, so that fixes can be judged as well."""
        known = self._memories.get(config.root)
        if known is None or known.config != config.with_all_rules():
            known = self._memories[config.root] = Cache(config.with_all_rules())
        return known


def _explain(checked: Checked, texts: Mapping[Path, bytes]) -> tuple[Loader, ...]:
    """What is told of the loaders in a document, with `texts` in the place of what is on disk."""
    return explained(checked.loaders, Projects((checked.document.path,)), texts).loaders


def serve() -> None:
    """Speak the language server protocol over standard input and output until the editor ends it."""
    server = Server()

    @server.feature(types.INITIALIZE)
    def _initialize(_: types.InitializeParams) -> None:
        # Cells may be sent in partial changes whatever was agreed on for files.
        server.workspace._sync_kind = types.TextDocumentSyncKind.Incremental

    @server.feature(types.INITIALIZED)
    async def _initialized(_: types.InitializedParams) -> None:
        workspace = server.client_capabilities.workspace
        watch = workspace and workspace.did_change_watched_files
        if watch and watch.dynamic_registration:
            options = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher(p) for p in _WATCHED])
            name = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
            registration = types.Registration("watch", name, options)
            await server.client_register_capability_async(types.RegistrationParams([registration]))

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def _changed_on_disk(_: types.DidChangeWatchedFilesParams) -> None:
        server.check_all()

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def _opened(params: types.DidOpenTextDocumentParams) -> None:
        server.check_soon(params.text_document.uri, 0)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def _changed(params: types.DidChangeTextDocumentParams) -> None:
        server.check_all(params.text_document.uri, _PAUSE)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def _saved(_: types.DidSaveTextDocumentParams) -> None:
        server.check_all()

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def _closed(params: types.DidCloseTextDocumentParams) -> None:
        server.close(params.text_document.uri, [params.text_document.uri])

    @server.feature(types.NOTEBOOK_DOCUMENT_DID_OPEN)
    def _opened_notebook(params: types.DidOpenNotebookDocumentParams) -> None:
        server.check_soon(params.notebook_document.uri, 0)

    @server.feature(types.NOTEBOOK_DOCUMENT_DID_CHANGE)
    def _changed_notebook(params: types.DidChangeNotebookDocumentParams) -> None:
        structure = params.change.cells and params.change.cells.structure
        server.clear(cell.uri for cell in (structure and structure.did_close) or ())
        server.check_all(params.notebook_document.uri, _PAUSE)

    @server.feature(types.NOTEBOOK_DOCUMENT_DID_SAVE)
    def _saved_notebook(_: types.DidSaveNotebookDocumentParams) -> None:
        server.check_all()

    @server.feature(types.NOTEBOOK_DOCUMENT_DID_CLOSE)
    def _closed_notebook(params: types.DidCloseNotebookDocumentParams) -> None:
        server.close(params.notebook_document.uri, [cell.uri for cell in params.cell_text_documents])

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def _hover(params: types.HoverParams) -> types.Hover | None:
        checked = await server.checked(params.text_document.uri)
        if checked is None:
            return None
        loaders = await server.explained(checked)
        return hover(checked.marks, loaders, params.text_document.uri, params.position, server.places())

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions([types.CodeActionKind.QuickFix, FIX_ALL]))
    async def _actions(params: types.CodeActionParams) -> list[types.CodeAction]:
        part, only = params.text_document.uri, params.context.only
        checked = await server.checked(part)
        actions: list[types.CodeAction] = []
        if checked and _wanted(types.CodeActionKind.QuickFix, only or [types.CodeActionKind.QuickFix]):
            places = server.places()
            actions += quick_fixes(checked.marks, part, params.range, places)
            actions += ignores(checked.document, checked.marks, part, params.range, places)
        # Rounds of fixing and checking are not for every move of the cursor.
        if _wanted(FIX_ALL, only or []) and (fixed := await server.fixed(part)):
            actions.append(all_fixed(*fixed, server.places()))
        return actions

    server.start_io()


def _wanted(kind: str, only: Sequence[str]) -> bool:
    """Whether a kind of actions is asked for, by its name or by one that stands above it."""
    return any((kind + ".").startswith(asked + ".") for asked in only)  # names may come as members of an enumeration
