"""The repair of a class that torch cannot pin."""

from __future__ import annotations

from loaderlint.model.inference.values import ClassRef
from loaderlint.model.project.file import Place
from loaderlint.repairs.names import reference
from loaderlint.repairs.plan import Before, Refusal, Repair
from loaderlint.syntax import tree

_METHOD = """\
def pin_memory(self):
    for name, value in vars(self).items():
        if isinstance(value, {tensor}):
            setattr(self, name, value.pin_memory())
    return self

"""


def pin(cls: ClassRef) -> Repair | Refusal:
    """Give a class a method that pins the tensors which are attributes of an object."""
    methods = [statement for statement in cls.node.body if isinstance(statement, tree.Function)]
    if not methods:
        return Refusal("the class has no other method that it could stand beside")
    user = Place(cls.file, methods[-1])
    tensor = reference(user, "torch.Tensor")
    if tensor is None:
        return Refusal("`torch` is not imported at the top of the file, and the name is in use")
    return Repair("add a method that pins its tensors", (Before(user, _METHOD.format(tensor=tensor[0])), *tensor[1]))
