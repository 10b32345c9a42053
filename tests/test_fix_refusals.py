"""Where a fix would break a program: none is offered, and the reason is told. Beside each, the like that is mended."""

from __future__ import annotations

from textwrap import dedent, indent

import pytest

from loaderlint.finding import Finding
from tests.tools import check_code

HEAD = """
import sys

import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset, TensorDataset

BATCH = 16
"""

TRAINING = """
model = nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), 0.1)
for epoch in range(9):
    for batch in loader:
        optimizer.zero_grad()
        model(batch).sum().backward()
        optimizer.step()
"""


def found(code: str, rule: str) -> list[Finding]:
    return [finding for finding in check_code(HEAD + dedent(code), rule).findings if finding.code == rule]


def only(code: str, rule: str) -> Finding:
    (finding,) = found(code, rule)
    return finding


# -- LL405: what rests on full batches ---------------------------------------------------------------------------------

EVALUATION = """
class Net(nn.Module):
    def __init__(self, batch_size):
        super().__init__()
        self.gru = nn.GRU(8, 5)
        self.size = batch_size

    def init_hidden(self, number):
        return torch.zeros(1, number, 5)

    def forward(self, x):
        {forward}


def main(args, model=nn.GRU(8, 5)):
    size = BATCH
    test = DataLoader(TensorDataset(torch.rand(100, 3, 8)), batch_size={size}, drop_last=True)
    {before}
    model.eval()
    hits = seen = 0
    with torch.no_grad():
        for i, (x,) in enumerate(test):
            {loop}
            hits += int((model(x) > 0).sum())
    {after}
    return hits
"""


def evaluation(**parts: str) -> str:
    usual = {"size": "16", "forward": "return self.gru(x)", "before": "pass", "loop": "pass", "after": "pass"}
    return EVALUATION.format(**(usual | parts))


@pytest.mark.parametrize(
    "parts",
    [
        {"loop": "h0 = torch.zeros(1, 16, 5)"},
        {"loop": "h0 = torch.zeros((1, 16, 5))"},
        {"before": "h0 = torch.zeros(1, 16, 5)", "loop": "model(x, h0)"},
        {"loop": "x = x.view(16, -1)"},
        {"size": "BATCH", "loop": "h0 = torch.zeros(1, BATCH, 5)"},
        {"size": "size", "loop": "h0 = torch.zeros(1, size, 5)"},
        {"size": "BATCH", "loop": "h0 = torch.zeros(1, size, 5)"},
        {"size": "args.batch_size", "loop": "noise = torch.randint(0, 9, (args.batch_size,))"},
        {"size": "args.batch_size", "loop": "seen += args.batch_size"},
        {"loop": "seen += 16"},
        {"size": "BATCH", "loop": "seen += BATCH"},
        {"size": "BATCH", "after": "print(1)\n    hits = hits / (len(test) * BATCH)"},
        {"size": "BATCH", "after": "return hits / (BATCH * len(test))"},
        {"loop": "seen += test.batch_size"},
        {"size": "args.batch_size", "before": "out = torch.empty(100, 5)",
         "loop": "out[i * args.batch_size : (i + 1) * args.batch_size] = model(x)"},
        {"size": "BATCH", "before": "model = Net(BATCH)", "loop": "model.init_hidden(1)"},
        {"size": "BATCH", "before": "model = Net(3)", "loop": "state = model.init_hidden(BATCH)"},
        {"size": "BATCH", "before": "model = Net(3)", "forward": "return self.gru(x, torch.zeros(1, BATCH, 5))"},
        {"size": "args.batch_size", "before": "model = Net(3)", "forward": "return x.view(self.batch_size, -1)"},
    ],
)  # fmt: skip
def test_full_batches_are_kept_where_the_evaluation_goes_by_their_size(parts: dict[str, str]) -> None:
    finding = only(evaluation(**parts), "LL405")
    assert finding.fix is None
    assert finding.refusal == "the evaluation relies on the size of a full batch"
    assert "this relies on the size of a full batch" in [related.message for related in finding.related]


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"loop": "h0 = torch.zeros(1, len(x), 5)"},
        {"loop": "batch_size = x.size(0)\n            seen += batch_size"},
        {"loop": "batch_size, _, _ = x.shape\n            seen += batch_size"},
        {"size": "BATCH", "loop": "print(BATCH, i)"},
        {"size": "BATCH", "before": "print('batches of', BATCH)"},
        {"loop": "h0 = torch.zeros(1, 17, 5)"},
        {"size": "args.batch_size", "before": "train = DataLoader(range(9), batch_size=args.batch_size)"},
        {"size": "BATCH", "after": "print(hits / len(test.dataset))"},
        {"size": "BATCH", "before": "model = Net(3)", "loop": "state = model.init_hidden(x.size(1))"},
    ],
)  # fmt: skip
def test_drop_last_is_left_out_where_batches_may_have_any_size(parts: dict[str, str]) -> None:
    finding = only(evaluation(**parts), "LL405")
    assert finding.fix is not None
    assert finding.fix.title == "leave `drop_last` out"


# -- LL404: a batch to look at -----------------------------------------------------------------------------------------

MONITORED = """
model = nn.Linear(1, 1)
train = DataLoader(TensorDataset(torch.rand(64, 1)), batch_size=8, shuffle=True)
test = DataLoader(TensorDataset(torch.rand(1000, 1)), batch_size=10, shuffle=True)
{once}
for epoch in range(3):
    for i, (x,) in enumerate(train):
        model(x).sum().backward()
        {taken}
model.eval()
for i, data in enumerate(test, 0):
    print(model(data[0]).sum())
"""


@pytest.mark.parametrize(
    ("once", "taken"),
    [
        ("", "data = next(iter(test))"),
        ("", "j, data = next(enumerate(test, 0))"),
        ("samples = iter(test)", "data = next(samples)"),
        ("def look():\n    return next(iter(test))", "data = look()"),
        ("def look(loader):\n    return next(iter(loader))[0]", "data = look(test)"),
        ("", "data = iter(test).__next__()"),
    ],
)
def test_a_loader_that_gives_a_batch_to_look_at_goes_on_shuffling(once: str, taken: str) -> None:
    assert not found(MONITORED.format(once=once, taken=taken), "LL404")


@pytest.mark.parametrize("taken", ["pass", "data = next(iter(train))"])
def test_other_evaluations_do_not_shuffle(taken: str) -> None:
    assert only(MONITORED.format(once="", taken=taken), "LL404").fix is not None


# -- LL403: an order that is meant -------------------------------------------------------------------------------------

DATA = "data = TensorDataset(torch.rand(64, 4))\n"


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import pytest\nloader = DataLoader(data, shuffle=False)", "a test may need this order"),
        ("loader = DataLoader(data, shuffle=False)  # in order", "mentions one"),
        ("# batches follow each other in time: sequential\nloader = DataLoader(data, shuffle=False)",
         "mentions one"),
        ("stock_history = data\nloader = DataLoader(stock_history, shuffle=False)",
         "mentions one"),
        ("class TimeSeries(Dataset):\n    def __len__(self):\n        return 64\n\n    def __getitem__(self, index):\n"
         "        return torch.zeros(4) + index\n\nloader = DataLoader(TimeSeries(), shuffle=False)", "mentions one"),
    ],
)  # fmt: skip
def test_an_order_that_is_asked_for_and_may_be_meant_is_kept(code: str, reason: str) -> None:
    finding = only(f"{DATA}{code}\n{TRAINING}", "LL403")
    assert finding.fix is None
    assert finding.refusal.endswith(reason)


@pytest.mark.parametrize(
    "code",
    [
        "loader = DataLoader(data, batch_size=8, shuffle=False)",
        "loader = DataLoader(data, batch_size=8)",
        "loader = DataLoader(data)  # batches of the series",
    ],
)
def test_training_in_order_is_shuffled_elsewhere(code: str) -> None:
    assert only(f"{DATA}{code}\n{TRAINING}", "LL403").fix is not None


# -- LL502 and LL307: a number of workers that may be 0 ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "number", "value"),
    [
        ("", "4", "True"),
        ("workers = 4", "workers", "True"),
        ("class Options:\n    workers = 4\n\noptions = Options()", "options.workers", "options.workers > 0"),
        ("class Options:\n    workers = 4\n\n    def read(self, words):\n        for word in words:\n"
         "            name, _, value = word.partition('=')\n            setattr(self, name, int(value))\n\n"
         "options = Options()\noptions.read(sys.argv[1:])", "options.workers", "options.workers > 0"),
        ("def build(workers=4):\n    return 1", "BATCH", "True"),
        ('config = {"workers": 4}', 'config["workers"]', 'config["workers"] > 0'),
        ("workers = 4\nif len(sys.argv) > 1:\n    workers = 2", "workers", "workers > 0"),
        ("import argparse\nparser = argparse.ArgumentParser()\nparser.add_argument('--n', type=int, default=4)\n"
         "args = parser.parse_args()", "int(args.n)", "int(args.n) > 0"),
    ],
)  # fmt: skip
def test_workers_are_kept_where_there_are_any(before: str, number: str, value: str) -> None:
    code = f"{before}\nloader = DataLoader(torch.rand(64, 4), shuffle=True, num_workers={number})\n{TRAINING}"
    finding = only(code, "LL502")
    assert finding.fix is not None
    assert finding.fix.title == f"give `persistent_workers={value}`"


def test_a_parameter_of_a_function_may_be_given_0_by_others() -> None:
    code = "def train(workers=4):\n"
    code += indent("loader = DataLoader(torch.rand(64, 4), shuffle=True, num_workers=workers)" + TRAINING, "    ")
    (fix,) = [finding.fix for finding in found(code + "\ntrain()\n", "LL502")]
    assert fix is not None
    assert fix.title == "give `persistent_workers=workers > 0`"


# -- LL501 and LL502: what workers cannot have -------------------------------------------------------------------------

READING = """
import lmdb
from PIL import Image


class Images(Dataset):
    def __init__(self, paths):
        self.paths = paths
        {init}

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        image = Image.open(self.paths[index])
        {item}
        return image


def main():
    loader = DataLoader(Images(["a.png"]), batch_size=4, shuffle=True{options})
"""


@pytest.mark.parametrize(
    ("init", "item", "options", "why"),
    [
        ("self.env = lmdb.open('x', readonly=True)", "self.env.begin().get(b'1')", "", "LL301"),
        ("self.labels = open('labels.bin', 'rb')", "self.labels.seek(4); self.labels.read(1)", "", "LL301"),
        ("pass", "image = torch.rand(4).cuda()", "", "LL302"),
        ("self.transform = lambda image: image", "image = self.transform(image)", "", "LL303"),
        ("pass", "pass", ", collate_fn=lambda samples: samples", "LL303"),
    ],
)
def test_no_workers_are_given_to_what_cannot_have_them(init: str, item: str, options: str, why: str) -> None:
    code = READING.format(init=init, item=item, options=options) + indent(TRAINING, "    ")
    finding = only(code, "LL501")
    assert finding.fix is None
    assert f"({why})" in finding.refusal


def test_no_workers_are_kept_that_share_a_handle() -> None:
    code = READING.format(init="self.env = lmdb.open('x')", item="self.env.begin()", options=", num_workers=2")
    finding = only(code + indent(TRAINING, "    "), "LL502")
    assert finding.fix is None
    assert "(LL301)" in finding.refusal


def test_other_training_gets_workers() -> None:
    code = READING.format(init="pass", item="pass", options="") + indent(TRAINING, "    ")
    fix = only(code, "LL501").fix
    assert fix is not None
    assert fix.title == "give `num_workers=4` and `persistent_workers=True`"


# -- LL301: what is done to a handle when it is opened -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("done", "is_refused"),
    [
        ("pass", False),
        ("self.first = 3", False),
        ("self.file.seek(4)", True),
        ("next(self.file)", True),
        ("for _ in range(3):\n            self.file.__next__()", True),
        ("self.file.readline()", True),
    ],
)
def test_a_handle_is_not_opened_anew_where_it_is_prepared(done: str, *, is_refused: bool) -> None:
    code = f"""
class Lines(Dataset):
    def __init__(self, path):
        self.file = open(path)
        {done}

    def __len__(self):
        return 9

    def __getitem__(self, index):
        return self.file.readline()


loader = DataLoader(Lines("a.txt"), num_workers=2)
"""
    finding = only(code, "LL301")
    assert (finding.fix is None) is is_refused
    assert ("one opened anew would lack" in finding.refusal) is is_refused


# -- LL107: ranks that there may not be, and an order that is for nothing ----------------------------------------------

RANKS = """
import torch.distributed as dist


def main(args):
    {joins}
    {seeds}
    return DataLoader(torch.rand(64, 4), shuffle=True)
"""


@pytest.mark.parametrize(
    ("joins", "seeds", "seed"),
    [
        ("dist.init_process_group('nccl')", "torch.manual_seed(args.seed)", "args.seed + dist.get_rank()"),
        (
            "dist.init_process_group('nccl')",
            "seed = args.seed + dist.get_rank()\n    torch.manual_seed(seed)",
            "seed",
        ),
        (
            "if args.distributed:\n        dist.init_process_group('nccl')",
            "torch.manual_seed(3)",
            "3 + (dist.get_rank() if dist.is_initialized() else 0)",
        ),
        (
            "if args.distributed:\n        dist.init_process_group('nccl')",
            "if args.seed is not None:\n        torch.manual_seed(args.seed)",
            None,
        ),
    ],
)
def test_the_rank_is_asked_for_where_there_are_ranks(joins: str, seeds: str, seed: str | None) -> None:
    finding = only(RANKS.format(joins=joins, seeds=seeds), "LL107")
    assert (finding.fix and finding.fix.title) == (seed and f"give `generator=torch.Generator().manual_seed({seed})`")


def test_an_evaluation_that_need_not_shuffle_gets_no_generator() -> None:
    code = "torch.manual_seed(3)\n" + MONITORED.format(once="", taken="pass")
    refusals = [finding.refusal for finding in found(code, "LL107")]
    assert refusals == ["", "an evaluation need not shuffle (LL404)"]


# -- LL402: a sampler that another run does without --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sampler", "told"),
    [
        ("DistributedSampler(data)", "sampler.set_epoch(epoch)"),
        (
            "DistributedSampler(data) if spread else None",
            "if sampler is not None:\n            sampler.set_epoch(epoch)",
        ),
        (
            "DistributedSampler(data) if spread else RandomSampler(data)",
            'if hasattr(sampler, "set_epoch"):\n            sampler.set_epoch(epoch)',
        ),
    ],
)
def test_only_a_sampler_that_counts_epochs_is_told_them(sampler: str, told: str) -> None:
    code = f"""
from torch.utils.data import DistributedSampler, RandomSampler


def train(data, model, optimizer, spread):
    sampler = {sampler}
    loader = DataLoader(data, sampler=sampler)
    for epoch in range(9):
        for batch in loader:
            model(batch).sum().backward()
            optimizer.step()
"""
    finding = only(code, "LL402")
    assert finding.fix is not None
    assert [edit.text.strip() for edit in finding.fix.edits] == [told]


FACTORY = """
from torch.utils.data import DistributedSampler


def build(data, batch_sampler):
    return DataLoader(data, sampler=batch_sampler)


def train(data, model, optimizer):
    sampler = DistributedSampler(data)
    loader = build(data, {given})
    for epoch in range(9):
        for batch in loader:
            model(batch).sum().backward()
            optimizer.step()
"""


def test_the_name_by_which_a_factory_is_given_the_sampler_is_used() -> None:
    finding = only(FACTORY.format(given="sampler"), "LL402")
    assert finding.fix is not None
    assert [edit.text.strip() for edit in finding.fix.edits] == ["sampler.set_epoch(epoch)"]


def test_a_sampler_without_a_name_is_that_of_the_loader() -> None:
    finding = only(FACTORY.format(given="DistributedSampler(data)"), "LL402")
    assert finding.fix is not None
    assert [edit.text.strip() for edit in finding.fix.edits] == ["loader.sampler.set_epoch(epoch)"]


TRAINER = """
from torch.utils.data import DistributedSampler


class Trainer:
    def __init__(self, data, model, optimizer):
        self.loader = DataLoader(data, sampler=DistributedSampler(data) if {ranks} else None)
        self.model, self.optimizer = model, optimizer

    def turn(self{given}):
        for number, batch in enumerate({loader}):
            self.model(batch).sum().backward()
            self.optimizer.step()

    def run(self):
        for epoch in range(9):
            self.turn({gives})


def main(data, model, optimizer):
    Trainer(data, model, optimizer).run()
"""


def test_a_sampler_is_found_by_what_an_object_keeps() -> None:
    finding = only(TRAINER.format(ranks="len(data) > 9", given="", loader="self.loader", gives=""), "LL402")
    assert finding.fix is not None
    told = [line.strip() for edit in finding.fix.edits for line in edit.text.strip().splitlines()]
    assert told == ['if hasattr(self.loader.sampler, "set_epoch"):', "self.loader.sampler.set_epoch(epoch)"]


def test_a_loader_by_another_name_is_left() -> None:
    refusal = only(
        TRAINER.format(ranks="len(data) > 9", given=", given", loader="given", gives="self.loader"), "LL402"
    ).refusal
    assert refusal == "no name is seen by which the epoch loop can use the sampler"


# -- Whose calls are counted -------------------------------------------------------------------------------------------

EVALUATED = """
def test(model, data):
    loader = DataLoader(data, shuffle=True)
    model.eval()
    with torch.no_grad():
        for batch in loader:
            print(model(batch))


torch.manual_seed(3)
test(nn.Linear(4, 1), TensorDataset(torch.rand(64, 4)))
{more}
"""


@pytest.mark.parametrize(
    ("more", "refusal"), [("suite.test(3)", ""), ("test(None, [])", "`test` builds other loaders as well")]
)
def test_a_method_of_the_same_name_builds_no_loader(more: str, refusal: str) -> None:
    assert only(EVALUATED.format(more=more), "LL404").refusal == refusal


def test_no_way_of_calling_what_evaluates_gives_it_a_generator() -> None:
    assert only(EVALUATED.format(more=""), "LL107").refusal == "an evaluation need not shuffle (LL404)"


# -- An option that callers give ---------------------------------------------------------------------------------------

BY_PARAMETER = """
def held_out(data, shuffle{default}):
    {other}return DataLoader(data, batch_size=4, shuffle=shuffle)


model = nn.Linear(4, 1)
loader = held_out(TensorDataset(torch.rand(64, 4)){given})
model.eval()
for batch in loader:
    print(model(batch))
"""


@pytest.mark.parametrize(
    ("default", "given", "other", "edit"),
    [
        ("=False", ", shuffle=True", "", ("loader = ", "False")),
        ("", ", True", "", ("loader = ", "False")),
        ("=True", "", "", ("def held_out", "False")),
        ("=True", "", "print(shuffle)\n    ", ("return ", "")),  # the parameter is there for more
    ],
)
def test_an_option_is_changed_where_it_comes_from(default: str, given: str, other: str, edit: tuple[str, str]) -> None:
    code = BY_PARAMETER.format(default=default, given=given, other=other)
    finding = only(code, "LL404")
    assert finding.fix is not None
    (changed,) = finding.fix.edits
    line = (HEAD + code).split("\n")[changed.location.line - 1]
    assert line.strip().startswith(edit[0])
    assert changed.text == edit[1]


# -- LL303: several obstacles ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("second", "refusal"),
    [
        ("lambda x: x * 2", ""),
        ("lambda x: x * scale", "another one beside it would stay: the lambda rests on `scale`, a local name"),
    ],
)
def test_an_obstacle_is_taken_away_where_none_beside_it_stays(second: str, refusal: str) -> None:
    code = f"""
class Scaled(Dataset):
    def __init__(self, steps):
        self.steps = steps

    def __getitem__(self, index):
        return self.steps[0](index)


def build(scale):
    data = Scaled([lambda x: x + 1, {second}])
    return DataLoader(data, num_workers=4)


build(3)
"""
    assert only(code, "LL303").refusal == refusal


def test_an_evaluation_that_shuffles_for_a_reason_gets_a_generator() -> None:
    code = EVALUATED.format(more="").replace("shuffle=True)", "shuffle=True)  # other samples are shown each time")
    assert not found(code, "LL404")
    assert only(code, "LL107").fix is not None


# -- LL412: what is imported for `cycle` -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("imported", "other", "is_removed"),
    [
        ("from itertools import cycle", "", True),
        ("from itertools import cycle", "names = cycle('ab')", False),
        ("from itertools import chain, cycle", "", False),
    ],
)
def test_an_import_goes_with_all_that_it_served(imported: str, other: str, *, is_removed: bool) -> None:
    code = f"""
{imported}

{other}
data = TensorDataset(torch.rand(64, 4))
for a, b in zip(range(9), cycle(DataLoader(data, shuffle=True))):
    print(a)
for a, b in zip(range(9), cycle(DataLoader(data, shuffle=True))):
    print(b)
"""
    for finding in found(code, "LL412"):
        assert finding.fix is not None
        assert any(edit.text == "" for edit in finding.fix.edits) is is_removed
