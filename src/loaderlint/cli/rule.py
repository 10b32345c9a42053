"""`loaderlint rule`: explain rules."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from loaderlint.claim import Claim, NoExperiment
from loaderlint.cli.common import complete_rule, stop

if TYPE_CHECKING:
    from loaderlint.rule import Rule


@click.command("rule")
@click.argument("name", required=False, metavar="CODE|NAME", shell_complete=complete_rule)
@click.option("--all", "everything", is_flag=True, help="Show every rule.")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
def rule(name: str | None, *, everything: bool, output_format: str) -> None:
    """Explain a rule: what it finds, why that is bad, and what to write instead."""
    from loaderlint.rules import catalogue
    from loaderlint.text.nearest import nearest

    if everything == (name is not None):
        stop("name one rule by code or name, or give --all")
    chosen = [r for r in catalogue() if everything or (name or "").lower() in (r.code.lower(), r.name)]
    if not chosen:
        near = nearest(name or "", [called for r in catalogue() for called in (r.code, r.name)])
        hint = f"did you mean `{near}`?" if near else "`loaderlint rule --all` lists them"
        stop(f"no rule is called `{name}`; {hint}")
    if output_format == "json":
        click.echo(json.dumps([_rule_as_json(r) for r in chosen], indent=2))
        return
    for r in chosen:
        fix = f", {r.fix.value} fix" if r.fix else ""
        click.echo(
            f"# {r.name} ({r.code}, {r.severity.value}{fix})\n\n{r.documentation}\n\n## Experiment\n{_experiment(r)}\n"
        )


def _experiment(rule: Rule) -> str:
    """What `loaderlint verify` runs to show the problem, and what shows it; or why it has nothing to run."""
    claims = [("", rule.claim), *((f"as {severity.value}, ", claim) for severity, claim in rule.claim_at.items())]
    return "\n".join(f"{when}{_claim(claim)}" for when, claim in claims)


def _claim(claim: Claim | NoExperiment) -> str:
    if isinstance(claim, NoExperiment):
        return f"none: {claim.reason}"
    return f"{', '.join(claim.experiments)}: {', or '.join(map(claim.said, claim.signs))}"


def _rule_as_json(rule: Rule) -> dict[str, str | None]:
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity.value,
        "summary": rule.summary,
        "fix": rule.fix and rule.fix.value,
        "experiment": rule.experiment_of(rule.severity),
        "why_no_experiment": rule.claim.reason if isinstance(rule.claim, NoExperiment) else None,
        "documentation": rule.documentation,
    }
