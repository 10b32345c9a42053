"""An evaluation whose samples pass through the training augmentation.

## What it does
Reports loaders that are only evaluated on and read one part of a dataset (`random_split`, `Subset`,
`SubsetRandomSampler`), if another part of it is trained on and the dataset applies a library's random transform to
every sample.

Silent if a condition in the dataset decides whether to apply the transform, and if the program may change the dataset
or one of its parts.

## Why is this bad?
All parts of a split share one dataset with one transform. Each evaluation sees different crops and flips: the metric
changes from epoch to epoch by chance, and so does the choice of the best model.

## Example
```python
import torch
from torch.utils.data import DataLoader, random_split
from torchvision import transforms
from torchvision.datasets import FakeData

augment = transforms.Compose([transforms.RandomResizedCrop(32), transforms.ToTensor()])
data = FakeData(100, (3, 64, 64), 10, augment)
train_set, val_set = random_split(data, [80, 20], generator=torch.Generator().manual_seed(0))
model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(3 * 32 * 32, 10))
optimizer = torch.optim.SGD(model.parameters())
train_loader = DataLoader(train_set, batch_size=10, shuffle=True)
val_loader = DataLoader(val_set, batch_size=10)
for images, labels in train_loader:
    optimizer.zero_grad()
    torch.nn.functional.cross_entropy(model(images), labels).backward()
    optimizer.step()
with torch.no_grad():
    for images, labels in val_loader:
        print(torch.nn.functional.cross_entropy(model(images), labels))
```

## Use instead
```python
import torch
from torch.utils.data import DataLoader, Subset, random_split
from torchvision import transforms
from torchvision.datasets import FakeData

augment = transforms.Compose([transforms.RandomResizedCrop(32), transforms.ToTensor()])
data = FakeData(100, (3, 64, 64), 10, augment)
train_set, val_part = random_split(data, [80, 20], generator=torch.Generator().manual_seed(0))
plain = transforms.Compose([transforms.Resize(32), transforms.ToTensor()])
val_set = Subset(FakeData(100, (3, 64, 64), 10, plain), val_part.indices)
model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(3 * 32 * 32, 10))
optimizer = torch.optim.SGD(model.parameters())
train_loader = DataLoader(train_set, batch_size=10, shuffle=True)
val_loader = DataLoader(val_set, batch_size=10)
for images, labels in train_loader:
    optimizer.zero_grad()
    torch.nn.functional.cross_entropy(model(images), labels).backward()
    optimizer.step()
with torch.no_grad():
    for images, labels in val_loader:
        print(torch.nn.functional.cross_entropy(model(images), labels))
```

## Fix safety
There is no fix: it takes a second dataset, and only you know which transforms its samples need.

## References
- [`torch.utils.data.random_split`](https://docs.pytorch.org/docs/stable/data.html#torch.utils.data.random_split)
"""

from loaderlint.model.analysis import Analysis
from loaderlint.model.training.split_parts import augmentation, may_differ, part_read
from loaderlint.rule import Claim, Evidence, Problem, Problems, Severity, Sign, rule
from loaderlint.rules.wording import consumed


@rule(
    Severity.WARNING,
    needs=("dataset", "role"),
    claim=Claim("draws", lacks=(Sign.ITEM_CONSTANT,)),
)
def check(analysis: Analysis) -> Problems:
    """Yield loaders that evaluate on augmented samples, as they share their dataset with the training."""
    trained = [(part, use) for usage, use in analysis.trained if (part := part_read(usage.loader)) is not None]
    for usage, use in analysis.evaluated("dataset"):
        part = part_read(usage.loader)
        training = next((use for other, use in trained if part is not None and other.whole == part.whole), None)
        if part is None or training is None or may_differ(analysis.program, part.whole):
            continue
        draw = augmentation(analysis.model.explorer, part.whole)
        if draw is None:
            continue
        yield Problem(
            usage.loader["dataset"].place or usage.loader.place,
            "the evaluation reads augmented samples: it shares its dataset and transform with the training",
            help="make a second dataset without augmentation, and take the same indices from it",
            related=(
                Evidence(part.place, "all parts share one dataset"),
                Evidence(draw.place, "random for every sample"),
                *consumed(use),
                *consumed(training)[:1],
            ),
            loader=usage.loader,
        )
