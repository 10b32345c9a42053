"""A dataset whose samples hold something that the default collate function cannot batch.

## What it does
Reports datasets whose samples hold a PIL image, a `pathlib.Path`, a set or an object of a class of the project, if a
loader with the default `collate_fn` reads them. Images are followed through variables, helpers and transforms.
torchvision's datasets count as well: without `ToTensor` or the like their samples are PIL images.

Silent for loaders without batches (`batch_size=None`), if a transform is not known, and if only some samples may hold
such an object. It is advice where an option that is off by default has to be set for such a dataset, which the message
names.

## Why is this bad?
The default collate function knows tensors, NumPy arrays, numbers, strings, tuples, lists and mappings. For anything
else it raises `TypeError: default_collate: batch must contain tensors, numpy arrays, numbers, dicts or lists`: the
first batch is never made.

## Example
```python
from PIL import Image
from torch.utils.data import DataLoader, Dataset


class Images(Dataset):
    def __init__(self, paths):
        self.paths = paths

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        image = Image.open(self.paths[index]).convert("RGB")
        return image, index


loader = DataLoader(Images(["a.png", "b.png"]), batch_size=8)
```

## Use instead
```python
import torch
from PIL import Image
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms


class Images(Dataset):
    def __init__(self, paths):
        self.paths = paths
        self.transform = transforms.ToTensor()

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        image = Image.open(self.paths[index]).convert("RGB")
        return self.transform(image), index


loader = DataLoader(Images(["a.png", "b.png"]), batch_size=8)
```

## Fix safety
There is no automatic fix: images have to become tensors of one size, and only you know how.

## References
- [`torch.utils.data.default_collate`](https://docs.pytorch.org/docs/stable/data.html#torch.utils.data.default_collate)
- [`torchvision.transforms.v2.ToImage`](https://docs.pytorch.org/vision/stable/generated/torchvision.transforms.v2.ToImage.html)
"""

from loaderlint.model.analysis import Analysis
from loaderlint.model.inference.values import Instance, Meaning
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place
from loaderlint.model.workers.asked_options import beside, needed
from loaderlint.model.workers.collating import Uncollatable, uncollatable
from loaderlint.rule import Claim, Evidence, Problem, Problems, Severity, Sign, rule
from loaderlint.rules.wording import usually, where


@rule(
    Severity.ERROR,
    needs=("dataset", "batch_size", "collate_fn"),
    claim=Claim("construct", (Sign.RAISES,), certain=False),
)
def check(analysis: Analysis) -> Problems:
    """Yield the parts of samples that the loaders which read them cannot make a batch of."""
    found: dict[Place, tuple[Uncollatable, Meaning, list[Loader]]] = {}
    for loader in analysis.loaders:
        datasets = loader["dataset"].values if analysis.collates_by_default(loader) else ()
        for dataset in datasets:
            for part in uncollatable(analysis.model.evaluator, analysis.model.sample_data, dataset):
                found.setdefault(part.place, (part, dataset, []))[2].append(loader)
    for part, dataset, (loader, *others) in found.values():
        needs = needed(loader.evaluator, dataset) if isinstance(dataset, Instance) else ()
        options = beside(loader, needs)
        made = () if part.made == part.place else (Evidence(part.made, "made here"),)
        yield Problem(
            part.place,
            f"{part.what} in a sample{where(options)}: the default `collate_fn` cannot batch it, and raises "
            "`TypeError`",
            help=part.help,
            note=usually(options),
            related=(*made, *(Evidence(other.place, "another loader that reads it") for other in others)),
            severity=Severity.ADVICE if options else None,
            certain=len(loader["dataset"].values) == 1,
            loader=loader,
        )
