"""Verdicts: what is claimed, rightly or wrongly, and what a fix does about it."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from loaderlint.checking.engine import Result
from loaderlint.claim import Sign
from loaderlint.finding import Applicability, Edit, Finding, Fix, Location, Severity
from loaderlint.fixing.fix import fix_together
from loaderlint.verifying.host.observed import LoaderOnTrial, Observed, Seen
from loaderlint.verifying.host.trial import Outcome, Setting, put_on_trial
from loaderlint.verifying.host.verdict import Trial, Verdict, judge, judge_after
from loaderlint.verifying.shared.measurement import Measurement
from loaderlint.verifying.shared.protocol import LEAVES_NO_TRACE, STALL, Program, Protection
from tests.verify.tools import NOISY, write

pytestmark = pytest.mark.usefixtures("project")

BAD = "loader = DataLoader(Noisy(), num_workers=2)"
GOOD = "loader = DataLoader(Noisy(), num_workers=2, worker_init_fn=reseed)"
RUN = """
for epoch in range(2):
    for batch in loader:
        raise SystemExit("it trained")
"""
RESEED = """
def reseed(worker_id):
    info = torch.utils.data.get_worker_info()
    info.dataset.rng = np.random.default_rng(info.seed)
"""


def try_out(
    findings: Sequence[Finding],
    path: str,
    *args: str,
    seconds: float = 600,
    protection: Protection | None = LEAVES_NO_TRACE,
    stall: float = STALL,
) -> Outcome:
    deadline = time.monotonic() + seconds
    setting = Setting(sys.executable, Path.cwd(), deadline, lambda _: None, protection=protection, stall=stall)
    result = Result(tuple(findings), (), 1)
    return put_on_trial(
        findings, [Program("script", path, args)], setting, lambda chosen: fix_together(result, chosen, Path.read_bytes)
    )


def claim(path: str, code: str, mark: str, new: str | None = None) -> Finding:
    """A finding made by hand about the line that has `mark`, with a fix that replaces the line by `new`."""
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    number, line = next((n, line) for n, line in enumerate(lines, 1) if mark in line)
    where = Location(path, None, number, 1, number, len(line) + 1)
    fix = None if new is None else Fix("made by hand", Applicability.UNSAFE, (Edit(where, new),))
    call = replace(where, column=line.find("DataLoader(") + 1 or line.index(mark) + 1)
    return Finding(code, "by-hand", Severity.ERROR, "said by hand", call, fix=fix)


def judged(outcome: Outcome) -> list[Verdict]:
    return [trial.verdict for trial in outcome.trials]


def test_a_right_claim_with_a_right_fix_is_confirmed() -> None:
    path = write("train.py", "import torch", NOISY, RESEED, BAD, RUN)
    outcome = try_out([claim(path, "LL101", BAD, GOOD)], path)
    assert judged(outcome) == [Verdict.CONFIRMED]
    assert outcome.fixed
    assert GOOD in outcome.fixed.texts[Path(path)].decode()
    assert GOOD not in Path(path).read_text(encoding="utf-8")


def test_a_wrong_fix_fails() -> None:
    path = write("train.py", "import torch", NOISY, RESEED, BAD, RUN)
    findings = [
        claim(path, "LL101", BAD, BAD.replace("2)", "3)")),
        claim(path, "LL502", BAD),
    ]
    outcome = try_out(findings, path)
    assert judged(outcome) == [Verdict.FIX_FAILED, Verdict.UNFIXED]
    assert outcome.trials[0].reason.startswith("so with the fix: different workers draw the same numbers")
    assert outcome.fixed is None


def test_a_fix_that_breaks_the_program_fails() -> None:
    path = write("train.py", "import torch", NOISY, RESEED, BAD, RUN)
    outcome = try_out([claim(path, "LL101", BAD, BAD.replace("Noisy", "Nosy"))], path)
    assert judged(outcome) == [Verdict.FIX_FAILED]
    assert "NameError" in outcome.trials[0].reason


def test_a_fix_under_which_workers_cannot_run_fails() -> None:
    path = write("train.py", "import torch", NOISY, RESEED, BAD, RUN)
    outcome = try_out([claim(path, "LL101", BAD, GOOD.replace("=reseed", "=1 .bit_length"))], path)
    assert judged(outcome) == [Verdict.FIX_FAILED]


def test_of_two_fixes_the_one_that_holds_is_kept() -> None:
    other = BAD.replace("loader", "other")
    path = write("train.py", "import torch", NOISY, RESEED, BAD, other, RUN)
    findings = [
        claim(path, "LL101", BAD, GOOD),
        claim(path, "LL101", other, other.replace("2)", "3)")),
    ]
    outcome = try_out(findings, path)
    assert judged(outcome) == [Verdict.CONFIRMED, Verdict.FIX_FAILED]
    assert outcome.fixed
    text = outcome.fixed.texts[Path(path)].decode()
    assert GOOD in text
    assert other in text


def test_of_fixes_that_overlap_each_has_its_trial() -> None:
    path = write("train.py", "import torch", NOISY, RESEED, BAD, RUN)
    kept = BAD.replace("2)", "2, persistent_workers=True)")
    findings = [claim(path, "LL101", BAD, GOOD), claim(path, "LL502", BAD, kept)]
    outcome = try_out(findings, path)
    assert judged(outcome) == [Verdict.CONFIRMED, Verdict.CONFIRMED]
    assert outcome.fixed
    assert outcome.fixed.applied == findings[:1]
    assert outcome.fails(lambda finding: finding.severity is Severity.ERROR, fixed=True)  # the other is left


def test_a_wrong_claim_is_refuted() -> None:
    path = write("train.py", "import torch", NOISY, RESEED, GOOD, RUN)
    findings = [claim(path, "LL101", GOOD, BAD), claim(path, "LL403", GOOD)]
    outcome = try_out(findings, path)
    assert judged(outcome) == [Verdict.REFUTED, Verdict.UNFIXED]
    assert outcome.trials[0].reason.startswith("not so: different workers draw the same numbers")


def test_why_nothing_can_be_shown_is_said_without_a_run() -> None:
    path = write("train.py", NOISY, BAD, RUN)
    outcome = try_out([claim(path, "LL110", BAD), replace(claim(path, "LL208", BAD), severity=Severity.ADVICE)], path)
    assert judged(outcome) == [Verdict.INCONCLUSIVE] * 2
    assert [trial.reason for trial in outcome.trials] == [
        "no experiment shows this: it takes a second run of the program",
        "no experiment shows this: without workers nothing asks for the option",
    ]
    assert outcome.python == ""


def test_what_the_rule_denies_refutes_it_when_seen() -> None:
    path = write("train.py", NOISY, BAD, RUN)
    outcome = try_out([claim(path, "LL103", BAD)], path)
    assert judged(outcome) == [Verdict.REFUTED]


@pytest.mark.skipif(torch.cuda.is_available(), reason="a GPU decides LL504")
def test_what_cannot_be_decided_is_left_open() -> None:
    path = write(
        "train.py",
        "from torch.utils.data import DataLoader",
        "loader = DataLoader(range(64), num_workers=2)",
        RUN,
    )
    findings = [claim(path, "LL101", "DataLoader(r"), claim(path, "LL504", "DataLoader(r")]
    outcome = try_out(findings, path)
    assert judged(outcome) == [Verdict.INCONCLUSIVE] * 2
    assert "not random" in outcome.trials[0].reason


@pytest.mark.parametrize(
    ("text", "seconds", "reason"),
    [
        ("if False:\n    BUILT", 60, "ran to its end"),
        ("sys.exit(4)\nBUILT", 60, "exited with 4"),
        ("1 / 0\nBUILT", 60, "failed before it built this loader: ZeroDivisionError"),
        ("while True: pass\nBUILT", 3, "in the time it had"),
        ("for x in DataLoader([[1.0]]): print(x)\nwhile True: pass\nBUILT", 6, "in the time it had"),
    ],
)
def test_what_is_not_reached_has_a_reason(text: str, seconds: float, reason: str) -> None:
    program = text.replace("BUILT", "loader = DataLoader(range(3))")
    path = write("train.py", "from torch.utils.data import DataLoader\nimport sys, torch", program)
    (trial,) = try_out([claim(path, "LL101", "DataLoader(ra")], path, seconds=seconds).trials
    assert trial.verdict is Verdict.NOT_REACHED
    assert reason in trial.reason


def test_what_is_not_protected_does_not_train() -> None:
    path = write("train.py", "from torch.utils.data import DataLoader", "for x in DataLoader([[1.0]]): print(x)", BAD)
    (trial,) = try_out([claim(path, "LL101", BAD)], path, protection=None).trials
    assert trial.verdict is Verdict.NOT_REACHED
    assert trial.reason == "the program would have to train first"


def test_order_over_the_epochs_of_the_program() -> None:
    loop = """
    for epoch in range(10):
        torch.manual_seed(0)  # seeded
        for batch in loader:
            assert batch.shape == (1,)
    """
    loader = "loader = DataLoader(range(64), shuffle=True)"
    path = write("train.py", "import torch\nfrom torch.utils.data import DataLoader", loader, loop)
    right = claim(path, "LL108", "    torch.manual_seed(0)", "    pass")
    finding = replace(right, location=claim(path, "LL108", "DataLoader(r").location)
    outcome = try_out([finding, claim(path, "LL406", "DataLoader(r")], path)
    assert judged(outcome) == [Verdict.CONFIRMED, Verdict.REFUTED]


@pytest.mark.parametrize(("taken", "verdict"), [(1, Verdict.UNFIXED), (2, Verdict.REFUTED)])
def test_the_batches_that_the_program_takes_of_an_epoch_are_counted(taken: int, verdict: Verdict) -> None:
    loop = f"""
    for step in range(10):
        iterator = iter(loader)
        for _ in range({taken}):
            next(iterator)
    """
    loader = "loader = DataLoader(range(64), batch_size=8)"
    path = write("train.py", "from torch.utils.data import DataLoader", loader, loop)
    assert judged(try_out([claim(path, "LL407", "DataLoader(r")], path)) == [verdict]


def test_an_epoch_that_takes_long_does_not_keep_the_next_from_coming() -> None:
    """The epoch of this program would take minutes; a library builds two loaders at the place for each."""
    program = """
    import time
    from torch.utils.data import DataLoader


    def prepare(loader):
        return DataLoader(loader.dataset, shuffle=True)


    while True:
        loader = prepare(DataLoader(range(10_000), shuffle=True))
        for number, batch in enumerate(loader):
            time.sleep(0.05)
        assert number > 0
    """
    path = write("train.py", program)
    outcome = try_out([claim(path, code, "DataLoader(range") for code in ("LL406", "LL407")], path, seconds=100)
    assert judged(outcome) == [Verdict.UNFIXED, Verdict.REFUTED], [trial.reason for trial in outcome.trials]


def test_a_traceback_is_the_programs_own() -> None:
    fails = "def build():\n    return DataLoader(\n        range(3), num_workers=-1\n    )\n\nbuild()"
    path = write("train.py", "from torch.utils.data import DataLoader", fails)
    outcome = try_out([claim(path, "LL201", "range(3)")], path)
    head, *frames, error = outcome.traceback.splitlines()
    assert head == "Traceback (most recent call last):"
    assert error.startswith("ValueError: num_workers option should be non-negative")
    places = [line for line in frames if line.startswith("  File ")]
    assert [("train.py" in line, "dataloader.py" in line) for line in places] == [(True, False)] * 2 + [(False, True)]
    assert frames[0] == places[0]


@pytest.mark.parametrize("death", ["os._exit(4)", "os.kill(os.getpid(), 11)", "json.loads('{')"])
def test_what_dies_before_it_iterates_is_tried_all_the_same(death: str) -> None:
    path = write("train.py", "import json, os, torch", NOISY, RESEED, BAD, death)
    outcome = try_out([claim(path, "LL101", BAD, GOOD)], path)
    assert judged(outcome) == [Verdict.CONFIRMED]
    assert "after it built a loader" in outcome.failure


@pytest.mark.parametrize(
    ("after", "failure", "verdict"),
    [
        ([], "", Verdict.FIX_OPEN),
        ([], "the program failed", Verdict.FIX_FAILED),
        ([LoaderOnTrial({}, troubles={"draws": "time was up"}, late=["draws"])], "", Verdict.FIX_OPEN),
        ([LoaderOnTrial({}, troubles={"draws": "it failed"})], "", Verdict.FIX_FAILED),
        ([LoaderOnTrial({}, [Measurement("draws", not_run="too slow")])], "", Verdict.FIX_OPEN),
    ],
)
def test_time_that_is_up_is_no_fault_of_a_fix(after: list[LoaderOnTrial], failure: str, verdict: Verdict) -> None:
    """The problem was shown, whatever became of its fix."""
    trial = Trial(claim(write("train.py", BAD), "LL101", BAD, GOOD), shown=[Sign.WORKERS_ALIKE])
    trial.before = [LoaderOnTrial({}, [Measurement("draws", signs={Sign.WORKERS_ALIKE: True})])]
    judge_after(trial, after, Observed(why_not_reached="time was up", failure=failure))
    assert trial.verdict is verdict
    assert Outcome([trial]).fails(lambda finding: finding.severity is Severity.ERROR, fixed=True)


def test_what_raises_under_some_start_methods_alone_is_said_to_do_so() -> None:
    figures = {"workers": 2, "fork": "32 samples are read", "spawn": "raises TypeError: h5py objects cannot be pickled"}
    signs = {Sign.RAISES: False, Sign.WRONG_SAMPLES: False, Sign.RAISES_UNFORKED: True}
    seen = LoaderOnTrial({}, [Measurement("start methods", signs=signs, figures=figures)])
    trial = Trial(claim(write("train.py", BAD), "LL303", BAD))
    judge(trial, Observed(sites={0: {0: Seen(0, seen, None)}}), 0)
    assert trial.verdict is Verdict.UNFIXED
    assert trial.reason == "the loader raises with workers that are started by spawn"
    # A handle that workers of this loader read right is none that they share.
    trial = Trial(claim("train.py", "LL301", BAD))
    judge(trial, Observed(sites={0: {0: Seen(0, seen, None)}}), 0)
    assert trial.verdict is Verdict.NOT_SEEN


@pytest.mark.parametrize(
    ("after", "verdict"),
    [
        (Measurement("transfer", signs={Sign.BLOCKING_COPY_WAITS: True}), Verdict.CONFIRMED),
        (Measurement("transfer", signs={Sign.RAISES: True}), Verdict.FIX_FAILED),
    ],
)
def test_a_copy_that_was_also_timed_with_the_fix_needs_no_second_proof(after: Measurement, verdict: Verdict) -> None:
    """The fix of LL504 is in the loop: its loader is as it was."""
    trial = Trial(claim(write("train.py", BAD), "LL504", BAD, GOOD), shown=[Sign.BLOCKING_COPY_WAITS])
    trial.before = [LoaderOnTrial({}, [Measurement("transfer", signs={Sign.BLOCKING_COPY_WAITS: True})])]
    judge_after(trial, [LoaderOnTrial({}, [after])], Observed())
    assert trial.verdict is verdict


def test_a_loader_below_the_guard_of_another_main_module_is_not_waited_for() -> None:
    other = write("data.py", NOISY, f"if __name__ == '__main__':\n    {BAD}")
    path = write("train.py", "import data\nwhile True: pass")
    outcome = try_out([claim(other, "LL101", BAD)], path)
    assert judged(outcome) == [Verdict.NOT_REACHED]
    assert "where the file is itself the program" in outcome.trials[0].reason
    assert outcome.python == ""


def test_a_loader_that_hangs_does_not_keep_others_from_their_trial() -> None:
    path = write(
        "train.py",
        "import time",
        NOISY,
        """
        class Stuck(Noisy):
            def __getitem__(self, index):
                time.sleep(600)

        stuck = DataLoader(Stuck())
        """,
        BAD,
        RUN,
    )
    findings = [claim(path, "LL311", "DataLoader(S"), claim(path, "LL101", BAD)]
    outcome = try_out(findings, path, stall=5)  # or longer where the program itself came here slowly
    assert "samples: the loader hangs: nothing came for " in outcome.trials[0].reason
    assert judged(outcome) == [Verdict.INCONCLUSIVE, Verdict.UNFIXED]


def test_items_that_a_worker_starts_alike_are_seen_though_workers_and_epochs_differ() -> None:
    path = write(
        "train.py",
        "import random, torch",
        NOISY,
        """
        class Reseeded(Noisy):
            def __getitem__(self, index):
                random.seed(torch.utils.data.get_worker_info().seed)
                return index + random.random()

        class Kept(Noisy):
            def __getitem__(self, index):
                random.seed(index)
                return index + random.random()

        reseeded = DataLoader(Reseeded(), num_workers=2)
        kept = DataLoader(Kept(), num_workers=2)
        """,
        RUN.replace("in loader", "in reseeded"),
    )
    outcome = try_out([claim(path, "LL106", f"DataLoader({name}") for name in ("Reseeded", "Kept")], path)
    assert [trial.shown for trial in outcome.trials] == [[Sign.RESEEDED], [Sign.ITEM_CONSTANT]]


def test_a_loader_with_other_options_is_not_the_one_that_is_meant() -> None:
    path = write("train.py", "import torch", NOISY, BAD.replace("2)", "0)"), RUN)
    finding = claim(path, "LL502", "DataLoader(N")
    (trial,) = try_out([finding], path).trials
    assert trial.verdict is Verdict.NOT_REACHED
    assert trial.reason == "in this run the loader is built without `num_workers`"
