"""Which releases of torch a program is for."""

from __future__ import annotations

from loaderlint.model.project.requirements import TorchRange, own_target
from loaderlint.model.training.program import Program


def target_of(program: Program, of_project: TorchRange) -> TorchRange:
    """Return the releases that a program is for: its own, or those `of_project`, which hold if a user asks for them."""
    if of_project.asked:
        return of_project
    file, project = program.file, program.evaluator.project
    own = own_target(file.source.path, file.source.text)
    return own or project.nearest_torch(file.directory) or of_project
