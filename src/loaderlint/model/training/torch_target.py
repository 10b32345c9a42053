"""Which releases of torch a program is for."""

from __future__ import annotations

from loaderlint.model.inference.torch_needed import torch_needed
from loaderlint.model.project.requirements import TorchRange, oldest_with_python, own_target
from loaderlint.model.training.program import Program

#: Up to this release of torch it matters which one a program is for.
_MODERN = "2.0"


def target_of(program: Program, of_project: TorchRange) -> TorchRange:
    """Return the releases that a program is for: those `of_project`, or its own, without those too old for its code.

    What the user asks for holds as it is.
    """
    if of_project.asked:
        return of_project
    file, project = program.file, program.evaluator.project
    own = own_target(file.source.path, file.source.text)
    target = own or project.nearest_torch(file.directory) or of_project
    if target.admits_below(_MODERN):
        files = dict.fromkeys((file, *(step.file for step in program.steps)))
        target = target.since(oldest_with_python(project.nearest_python(file.directory)))
        target = target.since(torch_needed(program.evaluator, files))
    return target
