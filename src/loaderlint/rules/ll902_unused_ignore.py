"""A suppression comment hides nothing.

## What it does
Reports `# loaderlint: ignore[...]`, `# loaderlint: ignore-file[...]` and `# noqa: LL...` where the rule they name finds
nothing there, or does not exist, and comments with another word, such as `# loaderlint: disable=LL101`. Of rules that
are switched off nothing is known, so comments for them are left alone.

## Why is this bad?
A comment that outlived its problem will hide the next one.

## Example
```python
from torch.utils.data import DataLoader

loader = DataLoader(range(8), num_workers=2)  # loaderlint: ignore[LL201]
```

## Use instead
```python
from torch.utils.data import DataLoader

loader = DataLoader(range(8), num_workers=2)
```

## Fix safety
Removing the comment is safe.

## References
- [Python comments](https://docs.python.org/3/reference/lexical_analysis.html#comments)
"""

from loaderlint.rule import Applicability, Severity, engine_rule

RULE = engine_rule(__name__, Severity.WARNING, fix=Applicability.SAFE)
