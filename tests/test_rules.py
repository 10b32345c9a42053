"""What holds for every rule: its documentation, its messages, its place in the catalogue."""

from __future__ import annotations

import re

import pytest

from loaderlint.finding import Finding, Severity
from loaderlint.model.project.requirements import parse_target
from loaderlint.rule import Rule
from loaderlint.rules import catalogue
from tests.tools import FIXTURES, check_code, check_folder, codes, documented

RULES = pytest.mark.parametrize("rule", catalogue(), ids=lambda rule: rule.code)
SECTIONS = ["What it does", "Why is this bad?", "Example", "Use instead", "Fix safety", "References"]
BY_THE_ENGINE = {"LL901"}


def test_codes_and_names_are_unique_and_sorted() -> None:
    codes = [rule.code for rule in catalogue()]
    assert codes == sorted(set(codes))
    assert len({rule.name for rule in catalogue()}) == len(codes)


@RULES
def test_code_and_name_have_their_form(rule: Rule) -> None:
    assert re.fullmatch(r"LL\d{3}", rule.code)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", rule.name)


@RULES
def test_documentation_has_every_section_in_order(rule: Rule) -> None:
    wanted = [s for s in SECTIONS if rule.code not in BY_THE_ENGINE or s not in ("Example", "Use instead")]
    assert re.findall(r"^## (.+)$", rule.documentation, re.MULTILINE) == wanted
    assert rule.summary.endswith(".")


@RULES
def test_example_fires_and_what_to_use_instead_is_clean(rule: Rule) -> None:
    if rule.code in BY_THE_ENGINE:
        return
    assert rule.code in codes(check_code(documented(rule.code, "Example")))
    instead = check_code(documented(rule.code, "Use instead"))
    assert rule.code not in codes(instead)
    assert [f for f in instead.findings if f.severity is Severity.ERROR] == []


@RULES
def test_messages_are_in_house_style(rule: Rule) -> None:
    findings = check_folder(FIXTURES / rule.name, rule.code).findings
    assert findings
    for finding in findings:
        for text in _texts(finding):
            assert text == text.strip()
            assert not text.endswith(".")
            assert "\n" not in text
            assert text.count("`") % 2 == 0
            assert not re.match(r"[A-Z][a-z]+ ", text) or text.split()[0] in ("Python's", "NumPy's")


def _texts(finding: Finding) -> list[str]:
    return [finding.message, *(r.message for r in finding.related), *filter(None, (finding.help, finding.note))]


def test_an_option_that_the_target_does_not_know_has_no_effect_to_be_told_of() -> None:
    program = "from torch.utils.data import DataLoader\nloader = DataLoader([1], in_order=False)\n"
    for target, found in ((">=2.0", ["LL208"]), (">=2.0,<2.6", [])):
        assert codes(check_code(program, "LL208", target_torch=parse_target(target, "test"))) == found
