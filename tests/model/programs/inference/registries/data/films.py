from torch.utils.data import Dataset

from .registry import register


@register(name="texts")
class Texts(Dataset):
    pass


class Films:
    pass
