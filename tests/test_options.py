"""Rules on DataLoader's arguments against torch itself: a call is flagged if and only if torch refuses it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import torch.utils.data
from hypothesis import given, settings
from hypothesis import strategies as st

from loaderlint.finding import Severity
from tests.tools import check_code

OPTION_RULES = ("LL201", "LL202", "LL203", "LL204", "LL205", "LL206", "LL208")

PREAMBLE = """\
from torch.utils.data import BatchSampler, DataLoader, IterableDataset, RandomSampler, SequentialSampler

data = range(8)
in_order = SequentialSampler(data)
pairs = BatchSampler(in_order, 2, False)


class Stream(IterableDataset):
    def __iter__(self):
        return iter(data)


"""

#: The values tried for each option, as source: every kind that torch treats differently, and none that is wrong by
#: itself (negative numbers, `batch_size=True`), of which no rule speaks.
VALUES = {
    "batch_size": ("1", "2", "None"),
    "shuffle": ("True", "False", "None", "0", "1"),
    "sampler": ("None", "in_order", "[3, 1]", "RandomSampler(data)"),
    "batch_sampler": ("None", "pairs", "[[0, 1], [2]]"),
    "num_workers": ("0", "False"),
    "collate_fn": ("None", "str"),
    "pin_memory": ("False",),
    "drop_last": ("True", "False"),
    "timeout": ("0", "5", "0.5"),
    "worker_init_fn": ("None", "print"),
    "multiprocessing_context": ("None", "'fork'"),
    "generator": ("None",),
    "prefetch_factor": ("None", "0", "1", "2", "4"),
    "persistent_workers": ("True", "False", "0", "1"),
    "in_order": ("True", "False"),
}
POSITIONAL = tuple(VALUES)[: tuple(VALUES).index("prefetch_factor")]
DATASETS = ("data", "data", "Stream()")


@st.composite
def programs(draw: st.DrawFn) -> str:
    """A program that builds one loader, each option given by position, by keyword, or in a dict that is spread."""
    positional = POSITIONAL[: draw(st.sampled_from((0, 0, 0, 0, 0, 1, 2, 3, 4, 9)))]
    arguments = [draw(st.sampled_from(DATASETS)), *(draw(st.sampled_from(VALUES[name])) for name in positional)]
    names = draw(st.lists(st.sampled_from([n for n in VALUES if n not in positional]), unique=True, max_size=3))
    given_as: dict[str, list[tuple[str, str]]] = {"keyword": [], "display": [], "dict": [], "name": []}
    for name in names:
        form = draw(st.sampled_from(("keyword", "keyword", "display", "dict", "name")))
        given_as[form].append((name, draw(st.sampled_from(VALUES[name]))))
    arguments += [f"{name}={value}" for name, value in given_as["keyword"]]
    if given_as["display"]:
        arguments.append(f"**{_display(given_as['display'])}")
    if given_as["dict"]:
        arguments.append(f"**dict({', '.join(f'{name}={value}' for name, value in given_as['dict'])})")
    before = ""
    if given_as["name"]:
        before = f"options = {_display(given_as['name'])}\n"
        arguments.append("**options")
    return f"{PREAMBLE}{before}loader = DataLoader({', '.join(arguments)})\n"


def _display(pairs: list[tuple[str, str]]) -> str:
    return f"{{{', '.join(f'{name!r}: {value}' for name, value in pairs)}}}"


def refused(program: str) -> str:
    """Return the error that torch raises when the loader is built or asked for its first batch, "" for none."""
    names: dict[str, object] = {}
    try:
        exec(program, names)  # the programs are those made above
        loader = names["loader"]
        assert isinstance(loader, torch.utils.data.DataLoader)
        batches: Iterator[object] = iter(loader)
        list(islice(batches, 1))
    except (ValueError, AssertionError) as error:
        return type(error).__name__
    return ""


@settings(max_examples=500, deadline=None, derandomize=True)
@given(programs())
def test_a_loader_is_flagged_if_and_only_if_torch_refuses_it(program: str) -> None:
    result = check_code(program, *OPTION_RULES)
    errors = [f.message for f in result.findings if f.severity is Severity.ERROR]
    answer = refused(program)
    told = f"{program}\nflagged: {errors}\ntorch raises: {answer or 'nothing'}"
    assert bool(errors) == bool(answer), told
    assert not errors or any(f"`{answer}`" in message for message in errors), told
