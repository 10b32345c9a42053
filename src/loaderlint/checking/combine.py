"""What the programs of a project show together: the findings that stand, those that comments silence left out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from loaderlint.checking.mentions import Mentions
from loaderlint.checking.outcome import Fact, Outcome, Told, settled
from loaderlint.checking.suppress import Suppression, find_suppressions, lines_about, removal
from loaderlint.config import Config
from loaderlint.finding import ASKED_FOR_HERE, Applicability, Edit, Finding, Fix, Location, Trouble
from loaderlint.text.locate import location
from loaderlint.text.nearest import nearest
from loaderlint.text.paths import absolute, shown
from loaderlint.text.source import Source


@dataclass(frozen=True, slots=True)
class Made:
    """A loader, by the file that makes it and the ordinal of the callee there, with the programs that do so.

    It is `understood` if one of them shows all that there is to know of it.
    """

    path: str
    at: int
    programs: tuple[Path, ...]
    understood: bool


def combined(
    outcomes: Mapping[Path, Outcome], config: Config, named: list[Path], mentions: Mentions
) -> tuple[list[Finding], list[Trouble]]:
    """Return what the outcomes of all files of a project come to for the files that are `named`, and what is amiss.

    `mentions` tells what else the project calls.
    """
    paths = (str(absolute(path)) for path in outcomes)
    known = settled({fact for outcome in outcomes.values() for fact in outcome.known}, paths)
    said: dict[str, list[tuple[Finding, bool]]] = {shown(path): [] for path in named}
    for finding, stands in _best(list(outcomes.values()), known, mentions):
        path = finding.location.path
        if path in said and _wanted(config, finding.code, Path(path)):
            said[path].append((_within(finding, said), stands))
    asked_for = [outcomes.get(path) or Outcome(path) for path in named]
    findings = [f for outcome in asked_for for f in _not_suppressed(outcome, said[shown(outcome.path)], config)]
    return findings, [trouble for o in asked_for for trouble in (*o.troubles, *_missing(o, config))]


def loaders_made(outcomes: Iterable[Outcome], named: list[Path]) -> Iterator[Made]:
    """Yield the loaders that the files which are `named` make, as all programs of the project show them."""
    files = {str(absolute(path)) for path in named}
    programs: dict[tuple[str, int], list[Path]] = {}
    understood = set()
    for outcome in outcomes:
        for what, path, at in outcome.known:
            if what == "loader" and path in files:
                programs.setdefault((path, at), []).append(outcome.path)
            elif what == "understood":
                understood.add((path, at))
    for place, seeing in programs.items():
        yield Made(*place, tuple(sorted(seeing)), place in understood)


def _best(results: list[Outcome], known: set[Fact], mentions: Mentions) -> Iterator[tuple[Finding, bool]]:
    """Yield the findings, and whether what all files show lets them stand.

    Of what several programs show at one place, one is taken: what stands before what does not, the most severe first,
    of those equal what a call is seen to lead to, and then the one whose own file holds the place.
    """
    found: dict[tuple[Location, str], dict[int, list[tuple[Finding, bool]]]] = {}
    founded: dict[tuple[Location, str, int], tuple[tuple[bool, int], bool]] = {}
    for number, result in enumerate(results):
        for told in result.findings:
            programs = found.setdefault((told.finding.location, told.finding.code), {})
            stands = known.isdisjoint(told.doubts) and (told.uncalled is None or mentions.lead_to(told.uncalled))
            one = _for_all(results, number, told), stands
            programs.setdefault(number, []).append(one)
            key = told.finding.location, told.finding.code, number
            weight = _weight(one), told.uncalled is None
            founded[key] = max(founded.get(key, weight), weight)
    for (place, code), programs in found.items():
        at_home = [n for n in programs if shown(results[n].path) == place.path]
        order = {n: (founded[place, code, n], n in at_home, -n) for n in programs}
        best = max(programs, key=order.__getitem__)
        messages: dict[str, tuple[Finding, bool]] = {}
        for one in programs[best]:
            kept = messages.setdefault(one[0].message, one)
            if _weight(one) > _weight(kept):
                messages[one[0].message] = one
        fixes = {f.message: f.fix for n in at_home for f, _ in programs[n] if f.fix}
        for finding, stands in _fullest(messages):
            others = (f for n in programs for f, s in programs[n] if f.message == finding.message and s >= stands)
            more = {r.location: r for f in others for r in f.related if r.message != ASKED_FOR_HERE}
            told_of = {place, *(related.location for related in finding.related)}
            related = (*finding.related, *(r for r in more.values() if r.location not in told_of))
            fix = finding.fix or fixes.get(finding.message)
            kept_refusal = "" if fix else finding.refusal
            yield replace(finding, related=related, fix=fix, refusal=kept_refusal), stands


def _fullest(messages: Mapping[str, tuple[Finding, bool]]) -> Iterator[tuple[Finding, bool]]:
    """Yield what a program says of one place, without messages that another one carries on: `... on each rank`."""
    for message, one in messages.items():
        longer = (other for text, other in messages.items() if text != message and text.startswith(message))
        if not any(_weight(other) >= _weight(one) for other in longer):
            yield one


def _for_all(results: list[Outcome], number: int, told: Told) -> Finding:
    """A finding of a program, without its fix if that changes what others use who do not ask for the same."""
    finding = told.finding
    if finding.fix is None or not told.shared:
        return finding
    homes = {path for _, path, _ in told.shared}
    for other, result in enumerate(results):
        uses = other != number and str(absolute(result.path)) not in homes and not result.known.isdisjoint(told.shared)
        if uses and not any(t.finding.code == finding.code and t.finding.fix == finding.fix for t in result.findings):
            return replace(finding, fix=None, refusal=f"`{shown(result.path)}` uses what it would change as well")
    return finding


def _within(finding: Finding, files: Collection[str]) -> Finding:
    """A finding, without its fix if that changes other files than these."""
    paths = [edit.location.path for edit in finding.fix.edits] if finding.fix else []
    other = next((path for path in paths if path not in files), None)
    if other is None:
        return finding
    return replace(finding, fix=None, refusal=f"it would change `{other}`, which is not among the files to check")


def _weight(found: tuple[Finding, bool]) -> tuple[bool, int]:
    finding, stands = found
    return stands, finding.severity.rank


def _missing(result: Outcome, config: Config) -> Iterator[Trouble]:
    """What else may be there to be found in a file whose findings stand: a line for every reason."""
    path = result.path.as_posix()
    failed: dict[str, list[str]] = {}
    for code, error in result.failed.items():
        if _wanted(config, code, result.path):
            failed.setdefault(error, []).append(code)
    for error, codes in failed.items():
        way_out = f"please report it; `--ignore {','.join(codes)}` leaves {'it' if len(codes) == 1 else 'them'} out"
        yield Trouble(path, f"not checked for {', '.join(codes)}: internal error: {error}; {way_out}")
    if result.given_up:
        often = sorted(result.given_up, key=lambda what: (-result.given_up[what], what))
        subjects = ", ".join(f"`{what}`" for what in often[:3]) + (" and others" if len(often) > 3 else "")
        count = sum(result.given_up.values())
        given_up = f"{count} question{'' if count == 1 else 's'} about {subjects} given up"
        yield Trouble(path, f"not checked in full, please report it: {given_up}")


def _wanted(config: Config, code: str, path: Path) -> bool:
    return config.enabled(code) and not config.ignored_in(path, code)


def _not_suppressed(result: Outcome, said: list[tuple[Finding, bool]], config: Config) -> list[Finding]:
    """Return the findings that stand and that no comment silences, and one for every comment that silences nothing."""
    source = result.source
    if source is None:
        return [finding for finding, stands in said if stands]
    comments = find_suppressions(source)
    if not comments:
        return [finding for finding, stands in said if stands]
    kept = []
    used = set()
    for (finding, stands), lines in zip(said, lines_about(source, (finding for finding, _ in said)), strict=True):
        hiding = [c for c in comments if c.covers(finding, lines)]
        used.update(hiding)
        if stands and not hiding:
            kept.append(finding)
    unused = [c for c in comments if c not in used]
    is_known = result.judged and not result.given_up
    if unused and is_known:
        kept += _unused(result, source, unused, config)
    return kept


def _unused(result: Outcome, source: Source, comments: list[Suppression], config: Config) -> Iterator[Finding]:
    from loaderlint.rules import catalogue, ll902_unused_ignore  # they load the model, which is seldom needed here

    rule = ll902_unused_ignore.RULE
    if not _wanted(config, rule.code, result.path):
        return
    runs = {(r.code, r.name): _wanted(config, r.code, source.path) and r.code not in result.failed for r in catalogue()}
    said = [(comment, message) for comment in comments if (message := _why_unused(comment, runs))]
    for comment, message in said:
        begin = source.offset_of_line(comment.line) - 1
        where = location(source, begin + comment.column, begin + comment.end_column)
        severity = config.severity_of(rule.code, rule.severity)
        finding = Finding(rule.code, rule.name, severity, message, where, "remove it")
        if comment.instead_of_ignore:
            yield replace(finding, help=f"write `# loaderlint: ignore[{comment.rule}]`")
            continue
        # The same for all rules of a comment, so that they go together.
        gone = {c.rule for c, _ in said if (c.line, c.column) == (comment.line, comment.column)}
        start, end, text = removal(source, comment, gone)
        fix = Fix("remove it", Applicability.SAFE, (Edit(location(source, start, end), text),))
        yield replace(finding, fix=config.allowed(rule.code, fix))


def _why_unused(comment: Suppression, runs: Mapping[tuple[str, str], bool]) -> str:
    """Say why a comment silences nothing; "" where a rule that did not run might find something."""
    if comment.instead_of_ignore:
        return f"`{comment.instead_of_ignore}` silences nothing"
    named = [rule for rule in runs if comment.names(*rule)]
    if not named:
        is_code = comment.rule[2:].isdigit()  # all codes are like it
        near = None if is_code else nearest(comment.rule, chain.from_iterable(runs))
        return f"no rule is called `{comment.rule}`" + (f"; did you mean `{near}`?" if near else "")
    if not all(runs[rule] for rule in named):
        return ""
    what = f"`{comment.rule}` finds no problem" if comment.rule else "no rule finds a problem"
    return f"nothing to ignore: {what} here"
