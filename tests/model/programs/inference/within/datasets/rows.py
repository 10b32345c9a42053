from datasets import register
from torch.utils.data import Dataset


@register("rows")
class Rows(Dataset): ...


register  #? register
