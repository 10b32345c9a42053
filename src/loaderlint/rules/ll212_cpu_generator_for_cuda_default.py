"""A generator on the CPU in a program that makes its tensors on a GPU by default.

## What it does
Reports loaders that shuffle, and calls of `random_split`, without a generator on the GPU, where the program has called
`torch.set_default_device("cuda")` or `torch.set_default_tensor_type` with a CUDA type before. So are loaders that are
given a generator on the CPU.

Silent where the default is set back, and for `SubsetRandomSampler` and `WeightedRandomSampler`, which need none. Where
an option decides on the device it is a warning.

## Why is this bad?
Indices are tensors too, and so are made on the GPU, but the loader draws them with a generator on the CPU. torch raises
`RuntimeError: Expected a 'cuda' device type for generator but found 'cpu'` with the first batch.

## Example
```python
import torch
from torch.utils.data import DataLoader, TensorDataset

torch.set_default_device("cuda")
data = TensorDataset(torch.rand(64, 3))
loader = DataLoader(data, batch_size=8, shuffle=True)
```

## Use instead
```python
import torch
from torch.utils.data import DataLoader, TensorDataset

torch.set_default_device("cuda")
data = TensorDataset(torch.rand(64, 3))
loader = DataLoader(data, batch_size=8, shuffle=True, generator=torch.Generator(device="cuda"))
```

## Fix safety
The order comes from another generator, and so is another one.

## References
- [`torch.set_default_device`](https://docs.pytorch.org/docs/stable/generated/torch.set_default_device.html)
- [`torch.Generator`](https://docs.pytorch.org/docs/stable/generated/torch.Generator.html)
"""

from loaderlint.model.analysis import Analysis
from loaderlint.model.inference.values import Const, Instance
from loaderlint.model.libraries.facts import Order, Parts
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.loaders.sampler import samplers
from loaderlint.model.project.file import Place
from loaderlint.model.training.default_device import DefaultGpu, comes_after, default_gpus
from loaderlint.repairs.generator import draw_on_gpu, shuffle_on_gpu
from loaderlint.repairs.plan import Refusal, Repair
from loaderlint.rule import Applicability, Claim, Evidence, Problem, Problems, Severity, Sign, rule
from loaderlint.syntax import tree

_RAISES = "tensors are made on a GPU by default: torch raises `RuntimeError`"


@rule(
    Severity.ERROR,
    needs=("generator",),
    fix=Applicability.UNSAFE,
    claim=Claim("construct", (Sign.RAISES,), certain=False),
)
def check(analysis: Analysis) -> Problems:
    """Yield loaders and splits that draw on the CPU what has to be drawn on the GPU."""
    program = analysis.program
    gpus = default_gpus(analysis.model.evaluator, program)
    for loader in analysis.loaders if gpus else ():
        made = loader.made.place
        gpu = next((gpu for gpu in gpus if made and comes_after(program, gpu, made)), None)
        found = _drawn_on_cpu(analysis, loader, gpu) if gpu else None
        if gpu and found:
            yield _problem(gpu, found[0], "the loader", found[1], loader)
    for call in analysis.file.calls if gpus else ():
        place = Place(analysis.file, call)
        splits = analysis.model.evaluator.fact(call.func, analysis.at_large).parts is Parts.ALL
        gpu = next((gpu for gpu in gpus if comes_after(program, gpu, place)), None) if splits else None
        if gpu and not _may_have_generator(call, 2):
            callee = Place(analysis.file, call.func)
            yield _problem(gpu, callee, "`random_split`", draw_on_gpu(place, gpu.device))


def _problem(
    gpu: DefaultGpu, place: Place, who: str, repair: Repair | Refusal, loader: Loader | None = None
) -> Problem:
    return Problem(
        place,
        f"{who} draws with a generator on the CPU, and {_RAISES}",
        help="give it a generator on the GPU: `generator=torch.Generator(device=...)`",
        related=(Evidence(gpu.place, "the default is set here"),),
        certain=gpu.certain,
        loader=loader,
        repair=repair,
    )


def _drawn_on_cpu(analysis: Analysis, loader: Loader, gpu: DefaultGpu) -> tuple[Place, Repair | Refusal] | None:
    """What has a loader draw with a generator on the CPU, and how to give it another one."""
    generator, shuffle = loader["generator"], loader["shuffle"]
    match generator.values:
        case (Instance() as made,) if made.fact.rng:
            refusal = Refusal("others may use the generator as well")
            return (generator.place or loader.place, refusal) if _is_on_cpu(analysis, made) else None
    if not generator.is_(None):
        return None
    if shuffle.is_(True) and loader["sampler"].is_(None) and loader["batch_sampler"].is_(None):
        return shuffle.place or loader.place, shuffle_on_gpu(loader, gpu.device)
    for option in (loader["sampler"], loader["batch_sampler"]):
        for sampler in samplers(loader) if len(option.values) == 1 and not option.is_(None) else ():
            if isinstance(sampler, Instance) and sampler.fact.draws_on_cpu and sampler.place:
                if sampler.fact.sampler is Order.OF_RANK:
                    return option.place or loader.place, Refusal("a sampler for ranks makes its own generator")
                if sampler.call is not None and not _may_have_generator(sampler.call, 3):
                    return option.place or loader.place, draw_on_gpu(sampler.place, gpu.device)
    return None


def _is_on_cpu(analysis: Analysis, made: Instance) -> bool:
    """Whether a generator is on the CPU, as those are that are made for no device."""
    given = [a.value for a in made.call.args if a.keyword in (None, "device")] if made.call else []
    if not given:
        return made.call is not None and not made.call.args
    values = analysis.model.evaluator.evaluate(given[0], made.frame)
    return bool(values) and all(isinstance(value, Const) and value.value == "cpu" for value in values)


def _may_have_generator(call: tree.Call, position: int) -> bool:
    return len(call.args) > position or any(a.star or a.keyword == "generator" for a in call.args)
