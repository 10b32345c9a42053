from torch.utils.data import Dataset

from data import registry
from data.registry import register


@register("images")
class Images(Dataset):
    pass


@registry.Kind.register
class Waves:
    pass
