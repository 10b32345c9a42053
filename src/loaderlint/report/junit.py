"""JUnit's XML, as CI systems read it: every finding is a failed test, every file that could not be read an error."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from loaderlint.report.concise import place
from loaderlint.report.words import advice, evidence

if TYPE_CHECKING:
    from loaderlint.checking.engine import Result
    from loaderlint.finding import Finding

#: What XML 1.0 cannot hold, not even escaped, and carriage returns, which a parser would turn into line feeds.
_UNSPEAKABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(result: Result) -> str:
    """Return one test suite per file with findings, or a single passed test."""
    root = ElementTree.Element("testsuites", name="loaderlint")
    for path, findings in groupby(result.findings, key=lambda f: f.location.path):
        suite = ElementTree.SubElement(root, "testsuite", name=_xml(path))
        for finding in findings:
            _failure(suite, finding)
    for trouble in result.troubles:
        suite = ElementTree.SubElement(root, "testsuite", name=_xml(trouble.path))
        case = ElementTree.SubElement(suite, "testcase", name="readable", classname=_xml(trouble.path))
        ElementTree.SubElement(case, "error", type="trouble", message=_xml(trouble.message))
    if not len(root):
        # Some systems take a report without any test for a broken one.
        suite = ElementTree.SubElement(root, "testsuite", name="loaderlint")
        ElementTree.SubElement(suite, "testcase", name="no problems found", classname="loaderlint")
    for element in (*root, root):
        for key, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error")):
            element.set(key, str(sum(1 for _ in element.iter(tag))))
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _failure(suite: ElementTree.Element, finding: Finding) -> None:
    where = finding.location
    case = ElementTree.SubElement(
        suite,
        "testcase",
        name=f"{finding.code} {finding.name}",
        classname=_xml(where.path),
        file=_xml(where.path),
        line=str(where.line),
    )
    failure = ElementTree.SubElement(case, "failure", type=finding.severity.value, message=_xml(finding.message))
    lines = [f"{place(where)}: {advice(finding)}", evidence(finding)]
    failure.text = _xml("\n".join(filter(None, lines)))


def _xml(text: str) -> str:
    """`text` with what XML cannot hold written as Python would."""
    return _UNSPEAKABLE.sub(lambda match: ascii(match[0])[1:-1], text)
