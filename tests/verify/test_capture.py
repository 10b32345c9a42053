"""Which loaders are caught: however they are built, by the place where it happens or by what their dataset is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from loaderlint.finding import BUILT_HERE, Finding, Location, Related, Severity
from loaderlint.verifying.host.sites import site_of
from loaderlint.verifying.shared.protocol import LEAVES_NO_TRACE, Ending, Program, Protection, Site
from tests.verify.tools import in_child, marked, write

pytestmark = pytest.mark.usefixtures("project")

DATA = """
from torch.utils.data import DataLoader, Dataset


class Points(Dataset):
    def __len__(self):
        return 8

    def __getitem__(self, index):
        return index


class Flip:
    def __call__(self, sample):
        return -sample


class Flipped(Points):
    def __init__(self):
        self.transforms = [("flip", Flip())]


class OwnLoader(DataLoader):
    def __init__(self, dataset, **options):
        super().__init__(dataset, batch_size=4, **options)  # in a subclass


def make(dataset, **options):
    return DataLoader(dataset, **options)  # in a helper
"""

TRAIN = """
from torch.utils.data import ConcatDataset, DataLoader, Subset
from data import Flipped, OwnLoader, Points, make

direct = DataLoader(Points(), 2, num_workers=3)  # direct
helped = make(Points(), batch_size=3)  # through a helper
own = OwnLoader(Points(), drop_last=True)  # of a subclass
several = {name: DataLoader(Points()) for name in ("train", "test")}  # several
try:
    DataLoader(Points(), shuffle=True, sampler=range(3))  # fails
except ValueError:
    pass
held = DataLoader(Subset(ConcatDataset([Points(), Flipped()]), [0]))
if False:
    DataLoader(Points())  # never
"""


def test_loaders_are_caught_by_what_is_on_the_stack_and_by_their_datasets() -> None:
    data, train = write("data.py", DATA), write("train.py", TRAIN)
    names = ["direct", "through a helper", "of a subclass", "several", "fails", "never"]
    sites = [marked(train, name) for name in names]
    sites += [marked(data, name) for name in ("in a helper", "in a subclass")]
    sites += [Site((), ((data, "Flip"),), ()), Site((), ((data, "OwnLoader"),), ())]
    run = in_child(Program("script", train), *sites)
    assert run.ending, run.output
    caught: dict[str, list[int]] = {}
    for event in run.all("built"):
        for site in event["sites"]:
            caught.setdefault(site, []).append(event["loader"])
    assert caught == {
        "0": [0], "1": [1], "6": [1], "2": [2], "7": [2], "3": [3, 4], "4": [5], "8": [6],
    }  # fmt: skip
    options = [event["options"] for event in run.all("built")]
    assert options[0] == {"class": "DataLoader", "dataset": "Points", "batch_size": 2, "num_workers": 3}
    assert options[2] == {"class": "OwnLoader", "dataset": "Points", "batch_size": 4, "drop_last": True}
    errors = [event["error"] for event in run.all("built")]
    assert errors[5] == "ValueError: sampler option is mutually exclusive with shuffle"
    assert errors[:5] == [None] * 5


def test_the_best_place_counts() -> None:
    train = write(
        "train.py",
        """
        from torch.utils.data import DataLoader
        pair = (
            DataLoader(range(4)),  # first
            DataLoader(range(5)),  # second
        )
        """,
    )
    first, second = marked(train, "first"), marked(train, "second")
    run = in_child(Program("script", train), Site((*second.places, *first.places), (), ()))
    assert [event["sites"] for event in run.all("built")] == [{"0": 1}, {"0": 0}]


def test_of_several_loaders_that_one_call_builds_the_one_that_is_meant_counts() -> None:
    train = write(
        "train.py",
        """
        from torch.utils.data import DataLoader
        def build():
            return DataLoader(range(4)), DataLoader(range(5), shuffle=True)
        loaders = build()
        """,
    )
    here, there = Location("train.py", None, 4, 11, 4, 18), Location("train.py", None, 3, 12, 3, 22)
    finding = Finding("LL403", "", Severity.ADVICE, "", here, related=(Related(there, BUILT_HERE),))
    run = in_child(Program("script", train), site_of(finding, ()))
    assert len(run.all("built")) == 2  # both on one line
    elsewhere = replace(there, line=1, end_line=1)
    finding = replace(finding, related=(Related(elsewhere, BUILT_HERE), Related(there, "taken here")))
    assert site_of(finding, ()).through == ()  # there is no call


def test_what_builds_loaders_later_is_known_by_the_calls_on_it() -> None:
    write(
        "library.py",
        """
        from torch.utils.data import DataLoader
        class TrainingArguments:
            pass
        class Trainer:
            def __init__(self, args):
                pass
            def train(self):
                DataLoader(range(4))
        """,
    )
    train = write(
        "train.py",
        """
        from library import Trainer, TrainingArguments
        options = TrainingArguments()  # found
        trainer = Trainer(args=options)
        trainer.train()
        """,
    )
    found = Finding("LL201", "", Severity.ERROR, "", Location("train.py", None, 2, 11, 2, 30))
    assert len(in_child(Program("script", train), site_of(found, ())).all("built")) == 1
    other = replace(found, location=Location("train.py", None, 1, 1, 1, 5))
    assert not in_child(Program("script", train), site_of(other, ())).all("built")


def test_a_loader_that_is_built_elsewhere_is_not_meant() -> None:
    train = write(
        "train.py",
        """
        from torch.utils.data import DataLoader
        def build(rebuild):
            if rebuild:
                return DataLoader(range(5), shuffle=True)
            return DataLoader(range(4))
        loaders = build(False)
        """,
    )
    here, there = Location("train.py", None, 6, 11, 6, 23), Location("train.py", None, 4, 16, 4, 26)
    finding = Finding("LL403", "", Severity.ADVICE, "", here, related=(Related(there, BUILT_HERE),))
    assert not in_child(Program("script", train), site_of(finding, ())).all("built")
    # Where several loaders have the same problem, one of them is enough.
    other = Related(Location("train.py", None, 5, 12, 5, 22), BUILT_HERE)
    finding = replace(finding, related=(*finding.related, other))
    assert len(in_child(Program("script", train), site_of(finding, ())).all("built")) == 1


def test_a_loop_does_not_put_all_its_loaders_on_trial() -> None:
    train = write(
        "train.py",
        """
        from torch.utils.data import DataLoader
        for _ in range(100):
            DataLoader(range(4))  # here
        """,
    )
    assert len(in_child(Program("script", train), marked(train, "here")).all("built")) == 3


def test_the_program_is_stopped_when_it_iterates_and_all_is_judged() -> None:
    train = write(
        "train.py",
        """
        from torch.utils.data import DataLoader
        loader = DataLoader(range(4))  # here
        print("before")
        for batch in loader:
            print("trains")
        print("after")
        """,
    )
    run = in_child(Program("script", train), marked(train, "here"))
    assert run.ending
    assert run.ending[0].name == "JUDGED"
    assert run.output == "before\n"


TWO = """
import torch
from torch.utils.data import DataLoader
first = DataLoader(range(4))  # first
weights = torch.nn.Linear(1, 1)
for batch in first:
    weights(batch.float()[:, None]).sum().backward()
    print("trained")
second = DataLoader(range(4))  # second
for batch in second:
    print("evaluated")
"""


def test_a_program_trains_as_long_as_loaders_are_missing() -> None:
    train = write("train.py", TWO)
    run = in_child(Program("script", train), marked(train, "first"), marked(train, "second"))
    assert len(run.all("built")) == 2
    assert run.ending
    assert run.ending[0].name == "JUDGED"
    assert run.output == 4 * "trained\n"


def test_a_program_trains_no_longer_than_its_patience() -> None:
    train = write("train.py", TWO, "while True:\n    pass", "# never")
    run = in_child(Program("script", train), marked(train, "first"), marked(train, "never"), patience=1, seconds=600)
    assert run.ending
    assert run.ending[0].name == "OUT_OF_TIME"
    assert run.seconds < 300
    assert run.output.startswith("trained\n")


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_processes_of_the_program_train_no_longer_than_its_patience(method: str) -> None:
    train = write(
        "train.py",
        f"""
        import multiprocessing
        from torch.utils.data import DataLoader

        def train():
            while True:
                for batch in DataLoader(range(4)):
                    pass

        if __name__ == "__main__":
            process = multiprocessing.get_context("{method}").Process(target=train)
            process.start()
            process.join()
        # never
        """,
    )
    run = in_child(Program("script", train), marked(train, "never"), patience=1, seconds=600)
    assert run.ending
    assert run.ending[0].name == "OUT_OF_TIME"
    assert run.seconds < 300


def test_a_program_that_nothing_protects_is_stopped_where_it_would_train() -> None:
    train = write("train.py", TWO)
    run = in_child(Program("script", train), marked(train, "first"), marked(train, "second"), protection=None)
    assert len(run.all("built")) == 1
    assert run.ending
    assert run.ending[0].name == "TRAINS"
    assert run.output == ""


@pytest.mark.parametrize("protection", [None, LEAVES_NO_TRACE])
def test_a_process_that_the_program_forks_trains_under_protection_alone(protection: Protection | None) -> None:
    train = write("train.py", "import os\nif os.fork():\n    os.wait()\n    raise SystemExit(3)", TWO, "# never")
    run = in_child(Program("script", train), marked(train, "never"), protection=protection)
    assert run.ending == (Ending.EXITED, "3")
    assert ("evaluated" in run.output) is (protection is not None)
    assert ("nothing protects what it would write" in run.output) is (protection is None)
