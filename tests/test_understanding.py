"""What becomes of loaders that no training and no evaluation is seen of: said only where it is certain.

A comment in the line that builds a loader says what is told of it: `unused`, `sampled`, `read`, `for_training`, or `?`
for nothing.
"""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent

import pytest

from loaderlint.config import Config
from loaderlint.model.analysis import Model
from loaderlint.model.inference.reasons import Why
from loaderlint.model.project.file import Place
from loaderlint.model.project.project import Project
from loaderlint.model.training.role import Role
from loaderlint.model.training.whereabouts import Idle
from loaderlint.model.understanding import Sighting, on_ways, sightings
from loaderlint.preset import PRESETS
from loaderlint.text.locate import location
from loaderlint.text.source import decode

WHERE_LOADERS_GO = {
    "to `next` at the top of what is run": """
        loader = DataLoader(rows)  #? sampled
        batch = next(iter(loader))
        print(batch)
    """,
    "to `next` in a function that a loop calls": """
        loader = DataLoader(rows)  #? read
        batches = iter(loader)

        def take():
            return next(batches)

        for _ in range(3):
            print(take())
    """,
    "to `next` in a function that is called once": """
        def look(loader):
            print(next(iter(loader)))

        def main():
            look(DataLoader(rows))  #? sampled
    """,
    "to nothing but its length": """
        def main():
            loader = DataLoader(rows)  #? aside
            print(len(loader), loader.batch_size, loader.dataset)
    """,
    "to a trainer that only evaluates and predicts": """
        from transformers import Trainer

        def main(model, rows):
            trainer = Trainer(model=model)  #? aside
            print(trainer.evaluate(rows), trainer.predict(rows).metrics)
            trainer.save_model("best")
    """,
    "to a trainer that does what is not known": """
        from transformers import Trainer

        def main(model, rows):
            trainer = Trainer(model=model)  #? ?
            trainer.hyperparameter_search()
    """,
    "back to a caller that leaves it": """
        def make():
            train, test = DataLoader(rows), DataLoader(rows)  #? sampled unused
            return train, {"test": test}

        def main():
            train, others = make()
            others["test"]
            batch = next(iter(train))
    """,
    "back to a caller that gets it by its key": """
        def make():
            return {"train": DataLoader(rows), "test": DataLoader(rows)}  #? sampled aside

        def main():
            loaders = make()
            batch = next(iter(loaders.get("train")))
    """,
    "back to a caller that goes through it by a name that is not known": """
        def make():
            return {"test": DataLoader(rows)}  #? ?

        def main():
            loaders = make()
            for name in loaders:
                train(loaders[name])
    """,
    "back to nobody who is seen": """
        def make():
            return DataLoader(rows)  #? ?
    """,
    "to a function that looks": """
        def describe(loader, name):
            if loader is None:
                return
            print(name, len(loader))

        def main():
            loader = DataLoader(rows)  #? aside
            describe(loader, "test")
    """,
    "to a function of a library": """
        import somewhere

        def main():
            loader = DataLoader(rows)  #? ?
            somewhere.fit(loader)
    """,
    "to other modules": """
        loader = DataLoader(rows)  #? ?
    """,
    "to nothing, if the file is run": """
        if __name__ == "__main__":
            loader = DataLoader(rows)  #? unused
    """,
    "to a name that is global": """
        def main():
            global loader
            loader = DataLoader(rows)  #? ?
    """,
    "to a loop that takes its batches one by one": """
        def main():
            batches = iter(DataLoader(rows))  #? ?
            for turn in range(9):
                train(next(batches))
    """,
    "to a loop that never runs": """
        def main():
            batches = iter(DataLoader(rows))  #? sampled
            first = batches.__next__()
            if False:
                while True:
                    train(next(batches))
    """,
    "to a name that is given another": """
        def main():
            loader = DataLoader(rows)  #? unused
            loader = DataLoader(other)  #? sampled
            first = next(iter(loader))
    """,
    "to an attribute that nobody reads": """
        class Trainer:
            def __init__(self):
                self.test = DataLoader(rows)  #? unused

        def main():
            Trainer()
    """,
    "to an attribute that is read": """
        class Trainer:
            def __init__(self):
                self.test = DataLoader(rows)  #? ?

        def main():
            train(Trainer().test)
    """,
    "to an attribute that a library may read": """
        import somewhere

        class Trainer(somewhere.Trainer):
            def __init__(self):
                self.test = DataLoader(rows)  #? ?

        def main():
            Trainer()
    """,
    "to an attribute of another object": """
        class Trainer:
            def __init__(self, other):
                other.test = DataLoader(rows)  #? ?

        def main(other):
            Trainer(other)
    """,
    "to a list of all its batches": """
        def main():
            loader = DataLoader(rows)  #? ?
            print(len(list(loader)))
    """,
    "to a progress bar": """
        from tqdm import tqdm

        def main():
            bar = tqdm(DataLoader(rows))  #? aside
            print(len(bar))
    """,
    "to a class": """
        class Settings:
            loader = DataLoader(rows)  #? ?
    """,
    "to all who ask for names": """
        def main():
            loader = DataLoader(rows)  #? ?
            return locals()
    """,
    "to a function of which another asks for its own names": """
        def make():
            def named(batch):
                return "batch" in locals()

            train, test = DataLoader(rows, collate_fn=named), DataLoader(rows)  #? sampled unused
            return train, test

        def main():
            train, test = make()
            batch = next(iter(train))
    """,
    "to an object that keeps it for nobody": """
        class Trainer:
            def __init__(self, train, test):
                self.train, self.test = train, test

            def fit(self):
                return next(iter(self.train))

        def main():
            Trainer(DataLoader(rows), DataLoader(other)).fit()  #? sampled unused
    """,
    "to an object of a class that says nothing of how it keeps it": """
        from dataclasses import dataclass

        @dataclass
        class Loaders:
            test: object

        def main():
            Loaders(DataLoader(rows))  #? ?
    """,
    "to a dict that is filled": """
        def make():
            loaders = {}
            loaders["train"] = DataLoader(rows)  #? sampled
            loaders["test"] = DataLoader(rows)  #? aside
            return loaders

        def main():
            batch = next(iter(make()["train"]))
    """,
    "to a dict that others hold": """
        def fill(loaders):
            loaders["test"] = DataLoader(rows)  #? ?

        def main():
            loaders = {}
            fill(loaders)
            train(loaders["test"])
    """,
    "to a dict that another name stands for as well": """
        def main(given):
            loaders = {}
            loaders = given or loaders
            loaders["test"] = DataLoader(rows)  #? ?
    """,
    "to a dict by keywords": """
        def main():
            loaders = dict(train=DataLoader(rows), test=DataLoader(other))  #? sampled aside
            batch = next(iter(loaders["train"]))
    """,
    "to an attribute that may be read": """
        class Trainer:
            def __init__(self):
                self.test = DataLoader(rows)  #? ?

        def main(name):
            train(getattr(Trainer(), name))
    """,
}

WHAT_LOOPS_DO = {
    "train on a batch that a loader begins with": """
        def main():
            loader = DataLoader(rows)  #? for_training
            for _ in range(100):
                batch = next(iter(loader))
                loss = model(batch)
                loss.backward()
                optimizer.step()
    """,
    "train on what a function prepares without gradients": """
        import torch

        def prepare(batches):
            with torch.no_grad():
                return encode(next(batches))

        def main():
            batches = iter(DataLoader(rows))  #? for_training
            for _ in range(100):
                codes = prepare(batches)
                loss = model(codes)
                loss.backward()
                optimizer.step()
    """,
    "look at what a function evaluates without gradients": """
        import torch

        def error(batches):
            with torch.no_grad():
                return model(next(batches))

        def main():
            others = iter(DataLoader(other))  #? for_evaluation
            batches = iter(DataLoader(rows))  #? for_training
            for _ in range(100):
                loss = model(next(batches))
                loss.backward()
                optimizer.step()
                print(error(others))
    """,
    "look at some batches": """
        def main():
            batches = iter(DataLoader(rows))  #? read
            for _ in range(2):
                print(next(batches))
    """,
    "train on one of two loaders": """
        def main(kind):
            batches = iter(DataLoader(rows))  #? for_training
            for _ in range(100):
                if kind == "rows":
                    batch = next(batches)
                else:
                    batch = make()
                loss = model(batch)
                loss.backward()
                optimizer.step()
    """,
    "evaluate on as many batches as there are": """
        from tqdm import tqdm

        def main():
            loader = DataLoader(rows)  #? for_evaluation
            batches = iter(loader)
            model.eval()
            for _ in tqdm(range(len(loader))):
                print(model(next(batches)))
    """,
    "go through what a generator makes of batches without gradients": """
        import torch

        def encoded(loader):
            with torch.no_grad():
                for batch in loader:
                    yield model(batch)

        def main():
            for code in encoded(DataLoader(rows)):  #? for_evaluation
                somewhere.keep(code)
    """,
    "take a batch in a function without gradients": """
        import torch

        class Sampler:
            def __init__(self):
                self.batches = iter(DataLoader(rows))  #? for_evaluation

            @torch.inference_mode()
            def sample(self):
                for _ in range(4):
                    save(self.model(next(self.batches)))

        def main():
            Sampler().sample()
    """,
    "set the model to evaluate for every batch": """
        def main():
            for batch in DataLoader(rows):  #? for_evaluation
                model.eval()
                somewhere.keep(model(batch))
    """,
    "set the model to evaluate for some batches": """
        def main():
            for batch in DataLoader(rows):  #? ?
                model.train()
                somewhere.keep(model(batch))
                model.eval()
    """,
    "evaluate on some batches": """
        import torch

        def main():
            batches = iter(DataLoader(rows))  #? for_evaluation
            with torch.no_grad():
                for _ in range(2):
                    print(model(next(batches)))
    """,
    "print": """
        def main():
            for batch in DataLoader(rows):  #? read
                print(batch.float().mean())
    """,
    "call what is not seen": """
        def main(model):
            for batch in DataLoader(rows):  #? ?
                model.learn(batch)
    """,
    "call a function that is seen": """
        import numpy as np

        def count(batch):
            return np.sum(batch)

        def main():
            for batch in DataLoader(rows):  #? read
                count(batch)
    """,
    "call a function that trains by halves": """
        def learn(loss):
            loss.backward()

        def main():
            for batch in DataLoader(rows):  #? ?
                learn(batch)
    """,
    "compute gradients": """
        import torch

        def main(weights):
            for batch in DataLoader(rows):  #? ?
                weights = torch.autograd.grad(batch, weights)
    """,
    "call something from a file": """
        import torch

        def main():
            model = torch.load("model.pt")
            for batch in DataLoader(rows):  #? read
                model(batch).cpu()
            for batch in DataLoader(rows):  #? ?
                model.learn(batch)
    """,
    "compute with a model": """
        from torch import nn

        class Net(nn.Module):
            def forward(self, batch):
                return batch

        def main():
            net = Net()
            for batch in DataLoader(rows):  #? read
                net(batch)
    """,
    "compute with a model of a library": """
        import somewhere, torch

        def main():
            model, other = somewhere.Model(), somewhere.Thing()
            optimizer = torch.optim.Adam(model.parameters())
            for batch in DataLoader(rows):  #? read
                print(model(batch).item())
            for batch in DataLoader(rows):  #? ?
                other(batch)
    """,
    "compute with a model that trains itself": """
        from torch import nn

        class Net(nn.Module):
            def forward(self, batch):
                self.learn(batch)

            def learn(self, batch):
                batch.backward()

        def main():
            net = Net()
            for batch in DataLoader(rows):  #? ?
                net(batch)
    """,
    "read, and something else may train": """
        import somewhere

        def main():
            loader = DataLoader(rows)  #? ?
            for batch in loader:
                print(batch)
            somewhere.fit(loader)
    """,
}


def _told(sighting: Sighting) -> str:
    lost = {part for part, _ in sighting.lost()}
    assert sighting.is_understood is not bool(lost)
    if sighting.idle is not None:
        assert not lost & {"role", "epochs"}
        return {Idle.UNUSED: "unused", Idle.SAMPLED: "sampled", Idle.ASIDE: "aside"}[sighting.idle]
    if "role" in lost:
        return "?"
    roles = [use.role for use in sighting.uses] or [sighting.sampled.role if sighting.sampled else Role.UNKNOWN]
    return "read" if Role.UNKNOWN in roles else f"for_{roles[0].value}"


@pytest.mark.parametrize("program", [*WHERE_LOADERS_GO.values(), *WHAT_LOOPS_DO.values()],
                         ids=[*WHERE_LOADERS_GO, *WHAT_LOOPS_DO])  # fmt: skip
def test_what_becomes_of_loaders(program: str, tmp_path: Path) -> None:
    code = dedent(program)
    if "__main__" not in code and "def main(" in code:
        code += "\nmain()\n"
    found: dict[int, list[str]] = {}
    said: dict[int, list[str]] = {}
    for place, ways in sorted(_sightings(tmp_path, code).items(), key=lambda item: item[0].node.at):
        lines = place.file.source.text.splitlines()
        said = {n: m[1].split() for n, line in enumerate(lines, 1) if (m := re.search(r"#\? (.*)", line))}
        line = location(place.file.source, *place.span).line
        found.setdefault(line, []).extend(sorted(set(map(_told, on_ways(ways)))))
    assert found == said != {}


def _sightings(folder: Path, code: str) -> dict[Place, list[Sighting]]:
    """What is seen of the loaders in a program, below the lines that all of them have."""
    path = folder / "program.py"
    path.write_text("from torch.utils.data import DataLoader\nrows = other = [1, 2]\n" + code)
    project = Project(folder, {})
    model = Model(project, Config(folder).target_torch, PRESETS["training"])
    return sightings(model.analysis(project.file(decode(path, project.read(path)))))


LOOKED_AT = {
    Why.TAKEN: "batches = iter(DataLoader(rows))\nfor _ in range(3):\n    look_at(next(batches))\n",
    Why.RELAYED: "def relay(loader):\n    for row in loader:\n        yield row\nlook_at(relay(DataLoader(rows)))\n",
    Why.LOOPED: """
def main(mode="test"):
    loader = DataLoader(rows)
    if mode == "train":
        for row in loader:
            print(row)
main()
""",
    Why.RETURNED: "import somewhere\ndef make():\n    return DataLoader(rows)\nsomewhere.run(make)\n",
    Why.BUILT_BY_DECORATOR: """
import somewhere
@somewhere.timed
def make():
    return DataLoader(rows)
make()
""",
    Why.EXPORTED: "loader = DataLoader(rows)\n",
    Why.HANDED_TO: "from .gone import fit\nfit(DataLoader(rows))\n",
    Why.HANDED_TO_LIBRARY: "import somewhere\nsomewhere.fit(DataLoader(rows))\n",
    Why.REFUSED: "def train(one, more):\n    pass\ndef main():\n    train(DataLoader(rows))\nmain()\n",
    Why.PICKED: "def main(key):\n    loaders = {'a': DataLoader(rows)}\n    look_at(loaders[key])\nmain(other)\n",
    Why.USED: "def main():\n    loader = DataLoader(rows)\n    loader.cuda()\nmain()\n",
    Why.KEPT: "def main(state):\n    state.loader = DataLoader(rows)\nmain(other)\n",
    Why.KEPT_BY_OBJECT: """
import somewhere
class Client(somewhere.Client):
    def __init__(self, loader):
        self.loader = loader
Client(DataLoader(rows))
""",
    Why.NOT_COUNTED: """
from ignite.engine import Events, create_supervised_evaluator, create_supervised_trainer
def main(model):
    loader, evaluator = DataLoader(rows), create_supervised_evaluator(model)
    def show(engine):
        evaluator.run(loader)
    create_supervised_trainer(model, 0, 0).add_event_handler(Events.EPOCH_COMPLETED, show)
main(other)
""",
    Why.NOT_BUILT: "def make():\n    return DataLoader(rows)\ndef build():\n    return make()\n",
}


@pytest.mark.parametrize("why", LOOKED_AT, ids=lambda why: why.name)
def test_why_no_use_of_a_loader_is_seen(why: Why, tmp_path: Path) -> None:
    (seen,) = _sightings(tmp_path, LOOKED_AT[why]).values()
    assert {reason.why for sighting in on_ways(seen) for _, reason in sighting.lost()} == {why}


def test_what_a_program_has_an_engine_do_itself_is_counted(tmp_path: Path) -> None:
    code = """
from ignite.engine import create_supervised_evaluator
def evaluate(model, loader):
    create_supervised_evaluator(model).run(loader)
evaluate(other, DataLoader(rows))
"""
    (seen,) = _sightings(tmp_path, code).values()
    assert [reason for sighting in on_ways(seen) for _, reason in sighting.lost()] == []


def test_a_list_of_samples_is_known_and_a_list_of_datasets_is_not(tmp_path: Path) -> None:
    code = """
import somewhere
from torch.utils.data import ConcatDataset, Subset
made = [somewhere.make(row) for row in rows]
DataLoader(made)
DataLoader(Subset(made, [0]))
DataLoader(ConcatDataset([made, made]))
DataLoader(ConcatDataset(made))
"""
    seen = _sightings(tmp_path, code)
    lost = {place.node.at: {part for sighting in ways for part, _ in sighting.lost()} for place, ways in seen.items()}
    assert ["dataset" in parts for _, parts in sorted(lost.items())] == [False, False, False, True]


def test_a_loader_is_not_told_of_at_large_where_it_is_seen_on_a_way(tmp_path: Path) -> None:
    feed = """
        class Feed:
            def __init__(self, size):
                self.loader = DataLoader(rows, size)

            def __iter__(self):
                for row in self.loader:
                    yield row

        def make(size):
            return Feed(size)

        for row in make(2):
            print(row)
    """
    (seen,) = _sightings(tmp_path, dedent(feed)).values()
    assert [sighting.loader["batch_size"].is_(2) for sighting in on_ways(seen)] == [True]


def test_a_loader_is_not_told_of_at_large_where_a_longer_way_is_seen(tmp_path: Path) -> None:
    code = """
        def make(size):
            return DataLoader(rows, size)

        class Trainer:
            def run(self):
                return make(2)
    """
    (seen,) = _sightings(tmp_path, dedent(code)).values()
    assert [sighting.loader["batch_size"].is_(2) for sighting in on_ways(seen)] == [True]


def test_a_loader_that_an_object_keeps_is_told_of_once(tmp_path: Path) -> None:
    code = """
        class Trainer:
            def __init__(self):
                self.begin(2)
                self.run()

            def begin(self, size):
                self.loader = DataLoader(rows, size)

            def run(self):
                for row in self.loader:
                    print(row)

        Trainer()
    """
    (seen,) = _sightings(tmp_path, dedent(code)).values()
    assert [(len(s.uses), s.loader["batch_size"].is_(2)) for s in on_ways(seen)] == [(1, True)]


NAMES = {
    "by the variable": "def make(rows):\n    val_loader = DataLoader(rows)  #? evaluation\n    return val_loader\n",
    "by one of several": "trainset, testset = DataLoader(1), DataLoader(2)  #? training evaluation\n",
    "by the key": "def make(a):\n    return {'valid': DataLoader(a)}  #? evaluation\n",
    "by what is read": "def make(train_rows):\n    return DataLoader(train_rows)  #? training\n",
    "by what makes that": "class A:\n    ...\ndef make():\n    return DataLoader(A('dev'))  #? evaluation\n",
    "by what switches that": "class A:\n    ...\ndef make():\n    return DataLoader(A(train=False))  #? evaluation\n",
    "by the function": "def predict_loader(rows):\n    return DataLoader(rows)  #? evaluation\n",
    "by that around": "def make(a):\n    return DataLoader(a)  #? training\ndef train_loader(a):\n    return make(a)\n",
    "by the turn": "for part in ['train', 'val']:\n    train = keep(DataLoader(part))  #? ?\n",
    "not where both are said": "def make(rows):\n    train_val = DataLoader(rows)  #? ?\n    keep(train_val)\n",
    "not where nothing is": "def make(rows):\n    return DataLoader(rows)  #? ?\n",
    "not of a test": "def test_loader():\n    return DataLoader(rows)  #? ?\n",
    "not where a use is seen": "train = DataLoader(rows)  #? ?\nfor row in train:\n    row.look()\n",
    "not where it is left": "train_loader = 1\nif __name__ == '__main__':\n    train_loader = DataLoader(rows)  #? ?\n",
}  # fmt: skip


@pytest.mark.parametrize("program", NAMES.values(), ids=NAMES)
def test_names_tell_what_a_loader_is_for_where_nothing_else_does(program: str, tmp_path: Path) -> None:
    found: dict[int, set[str]] = {}
    for place, ways in _sightings(tmp_path, program).items():
        line = location(place.file.source, *place.span).line - 2  # below the lines that all programs have
        roles = {"?" if sighting.named is None else sighting.named.role.value for sighting in on_ways(ways)}
        assert all(("role" in sighting.presumed()) is (sighting.named is not None) for sighting in ways)
        found.setdefault(line, set()).update(roles)
    lines = enumerate(program.splitlines(), 1)
    assert found == {number: set(line.split("#? ")[1].split()) for number, line in lines if "#? " in line}


def test_defaults_of_parameters_are_presumed_where_no_call_is_seen(tmp_path: Path) -> None:
    code = "def make(rows, size, workers=4):\n    return DataLoader(rows, size, num_workers=workers)\n"
    ((sighting,),) = _sightings(tmp_path, code).values()
    assert list(sighting.presumed()) == ["num_workers"]
    assert {"dataset", "batch_size", "num_workers"} <= {part for part, _ in sighting.lost()}
