"""A sampler that gives whole batches, in the place of one that gives single samples.

## What it does
Reports loaders whose `sampler` is a `BatchSampler`, or one of the project that yields lists, if the loader makes
batches itself and the dataset is written for single numbers.

Silent with `batch_size=None` and with a `collate_fn`, where the dataset does anything to its index that is done to
lists, and where the loop takes the surplus dimension away again.

## Why is this bad?
The loader takes each list for one number: `__getitem__` is asked for a whole batch at once, and the loader makes
batches of the results. A list of words raises `TypeError`. A tensor takes the list, and batches come with one dimension
too many: `(1, 16, 3)` where `(16, 3)` was meant.

## Example
```python
from torch.utils.data import BatchSampler, DataLoader, Dataset, RandomSampler


class Lengths(Dataset):
    def __init__(self, words):
        self.words = words

    def __len__(self):
        return len(self.words)

    def __getitem__(self, index):
        return len(self.words[index])


lengths = Lengths(["one", "two", "three"] * 8)
loader = DataLoader(lengths, sampler=BatchSampler(RandomSampler(lengths), batch_size=4, drop_last=False))
```

## Use instead
```python
from torch.utils.data import BatchSampler, DataLoader, Dataset, RandomSampler


class Lengths(Dataset):
    def __init__(self, words):
        self.words = words

    def __len__(self):
        return len(self.words)

    def __getitem__(self, index):
        return len(self.words[index])


lengths = Lengths(["one", "two", "three"] * 8)
loader = DataLoader(lengths, batch_sampler=BatchSampler(RandomSampler(lengths), batch_size=4, drop_last=False))
```

## Fix safety
Batches lose a dimension: code that has come to terms with it has to be changed.

## References
- [`torch.utils.data.DataLoader`](https://docs.pytorch.org/docs/stable/data.html#torch.utils.data.DataLoader):
  `batch_sampler`
- [Loading batched and non-batched data](https://docs.pytorch.org/docs/stable/data.html#loading-batched-and-non-batched-data)
"""

from loaderlint.model.analysis import Analysis
from loaderlint.model.inference.values import Const
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.loaders.sampler import gives_lists
from loaderlint.model.workers.index_lists import takes_single_numbers
from loaderlint.repairs.loader_options import give_as
from loaderlint.rule import Applicability, Claim, Problem, Problems, Severity, Sign, rule
from loaderlint.syntax import tree


@rule(
    Severity.ERROR,
    needs=("dataset", "sampler", "batch_size", "collate_fn"),
    fix=Applicability.UNSAFE,
    claim=Claim("construct", (Sign.RAISES,), certain=False, needs=("sampler",)),
)
def check(analysis: Analysis) -> Problems:
    """Yield loaders that make batches of what are batches already."""
    for loader in analysis.loaders:
        sampler = loader["sampler"]
        given = [value for value in sampler.values if not (isinstance(value, Const) and value.value is None)]
        if not given or not all(gives_lists(analysis.model.evaluator, value) for value in given):
            continue
        if not analysis.collates_by_default(loader) or not takes_single_numbers(loader):
            continue
        if not _is_squeezed(analysis, loader):
            yield Problem(
                sampler.place or loader.place,
                "this sampler gives lists, and the loader takes each for one number: samples come a batch at a time",
                help="give it as `batch_sampler`, without `batch_size`; if the dataset takes lists, `batch_size=None`",
                certain=len(given) == len(sampler.values),
                loader=loader,
                repair=give_as(loader, "sampler", "batch_sampler", "batch_size", "shuffle", "drop_last"),
            )


def _is_squeezed(analysis: Analysis, loader: Loader) -> bool:
    """Whether the loops over a loader take a dimension away from batches, or the first of what is in them."""
    nodes = (n for use in analysis.uses_of(loader) if use.loop for n in tree.walk(use.loop.node))
    return any(map(_squeezes, nodes))


def _squeezes(node: tree.Node) -> bool:
    match node:
        case tree.Call(func=tree.Attribute(attr="squeeze" | "squeeze_")):
            return True
        case tree.Subscript(value=tree.Name(), index=(tree.Constant(value=0),)):
            return True
    return False
