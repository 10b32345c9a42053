"""Looks up the claim of a finding, and how long its experiments may take."""

from __future__ import annotations

from loaderlint.claim import Claim, NoExperiment
from loaderlint.finding import Finding
from loaderlint.rules import catalogue

#: Seconds that an experiment may plan with, and one that spawns workers: each start of them takes some.
_USUAL, _SPAWNING = 10.0, 40.0


def claim_of(finding: Finding) -> Claim | NoExperiment:
    """Return what a finding claims, or why no experiment shows it."""
    (rule,) = (rule for rule in catalogue() if rule.code == finding.code)
    return rule.claim_of(finding.severity)


def seconds_for(claim: Claim) -> float:
    """Return how many seconds each experiment of a claim may plan with."""
    return _SPAWNING if "start methods" in claim.experiments else _USUAL
