"""What the editor is told of findings: marks in the code, explanations, and ways to repair it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lsprotocol.types import (
    CodeAction,
    CodeActionKind,
    Diagnostic,
    DiagnosticRelatedInformation,
    DiagnosticSeverity,
    Hover,
    Location,
    MarkupContent,
    MarkupKind,
    Position,
    Range,
    TextEdit,
    WorkspaceEdit,
)

from loaderlint.explain.text import render
from loaderlint.explain.told import Loader
from loaderlint.finding import Applicability, Edit, Finding, Severity
from loaderlint.fixing.silence import can_be_silenced, silence
from loaderlint.report.words import advice
from loaderlint.rules import catalogue
from loaderlint.server.document import Document, Places
from loaderlint.text.source import decode

_SEVERITIES = {
    Severity.ERROR: DiagnosticSeverity.Error,
    Severity.WARNING: DiagnosticSeverity.Warning,
    Severity.ADVICE: DiagnosticSeverity.Information,
}


#: With a name of its own, so that it can be asked for alone.
FIX_ALL = f"{CodeActionKind.SourceFixAll.value}.loaderlint"


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding in the part of a document that the editor knows as `uri`."""

    uri: str
    finding: Finding
    diagnostic: Diagnostic


def mark(finding: Finding, places: Places) -> Mark:
    """Return a finding as the editor shows it."""
    uri, where = places.find(finding.location)
    related = [DiagnosticRelatedInformation(Location(*places.find(r.location)), r.message) for r in finding.related]
    diagnostic = Diagnostic(
        where,
        advice(finding),
        severity=_SEVERITIES[finding.severity],
        code=finding.code,
        source="loaderlint",
        related_information=related or None,
    )
    return Mark(uri, finding, diagnostic)


def hover(
    marks: Iterable[Mark], loaders: Iterable[Loader], uri: str, position: Position, places: Places
) -> Hover | None:
    """Return what there is to know at a position: of findings, with what their rules document, and of loaders."""
    here = [m for m in marks if m.uri == uri and _meet(m.diagnostic.range, Range(position, position))]
    built = [(loader, *places.find(loader.place)) for loader in loaders]
    known = [(loader, where) for loader, part, where in built if part == uri and where.start <= position <= where.end]
    if not here and not known:
        return None
    documentation = {rule.code: rule.documentation for rule in catalogue()}
    texts = []
    for m in here:
        finding = m.finding
        said = advice(finding).replace("\n", "\n\n")
        head = f"**{finding.code}** {finding.name} ({finding.severity.value})"
        texts.append(f"{head}\n\n{said}\n\n---\n\n{documentation[finding.code]}")
    texts += [f"```text\n{render((loader,))}```" for loader, _ in known]
    ranges = [*(m.diagnostic.range for m in here), *(where for _, where in known)]
    return Hover(MarkupContent(MarkupKind.Markdown, "\n\n---\n\n".join(texts)), ranges[0])


def quick_fixes(marks: Iterable[Mark], uri: str, within: Range, places: Places) -> Iterator[CodeAction]:
    """Yield a way to repair each finding in a range that has one."""
    for m in marks:
        fix = m.finding.fix
        if fix is None or fix.applicability is Applicability.DISPLAY:
            continue
        if m.uri == uri and _meet(m.diagnostic.range, within):
            safe = fix.applicability is Applicability.SAFE
            yield CodeAction(
                f"{m.finding.code}: {fix.title}{'' if safe else ' (unsafe)'}",
                kind=CodeActionKind.QuickFix,
                diagnostics=[m.diagnostic],
                is_preferred=safe,
                edit=_workspace_edit(fix.edits, places),
            )


def ignores(document: Document, marks: Iterable[Mark], uri: str, within: Range, places: Places) -> Iterator[CodeAction]:
    """Yield a comment for each finding in a range that one can silence."""
    here = [m for m in marks if m.uri == uri and _meet(m.diagnostic.range, within) and can_be_silenced(m.finding)]
    source = decode(document.path, document.contents()) if here else None
    for m in here:
        if source and (edits := silence(source, [m.finding])):
            title, kind = f"{m.finding.code}: ignore it here", CodeActionKind.QuickFix
            yield CodeAction(title, kind=kind, diagnostics=[m.diagnostic], edit=_workspace_edit(edits, places))


def all_fixed(document: Document, texts: Iterable[str], places: Places) -> CodeAction:
    """Return the way to make `texts`, which are fixed, of the parts of a document."""
    changes = {part.uri: places.changes(part, text) for part, text in zip(document.parts, texts, strict=True)}
    return CodeAction("loaderlint: apply all safe fixes", kind=FIX_ALL, edit=WorkspaceEdit(changes))


def _workspace_edit(edits: Iterable[Edit], places: Places) -> WorkspaceEdit:
    changes: dict[str, list[TextEdit]] = {}
    for edit in edits:
        uri, where = places.find(edit.location)
        changes.setdefault(uri, []).append(TextEdit(where, edit.text))
    return WorkspaceEdit(changes)


def _meet(one: Range, other: Range) -> bool:
    return one.start <= other.end and other.start <= one.end
