from fvcore.common.registry import Registry
from torch.utils.data import DataLoader, Dataset

DATASETS = Registry("datasets")


@DATASETS.register()
class Rows(Dataset):
    def __getitem__(self, index):
        return index


loader = DataLoader(DATASETS.get("Rows")())  #? loader, numbered, over Rows
#---
from detectron2.utils.registry import Registry
from torch.utils.data import DataLoader, Dataset

DATASETS = Registry("datasets")


@DATASETS.register()
class Rows(Dataset):
    def __getitem__(self, index):
        return index


loader = DataLoader(DATASETS.get("Rows")())  #? loader, numbered, over Rows
#---
from mmengine.registry import Registry, build_from_cfg
from torch.utils.data import DataLoader, Dataset

DATASETS = Registry("datasets")


@DATASETS.register_module()
class Rows(Dataset):
    def __getitem__(self, index):
        return index


loader = DataLoader(DATASETS.build({"type": "Rows"}))  #? loader, numbered, over Rows
loader = DataLoader(build_from_cfg({"type": "Rows"}, DATASETS))  #? loader, numbered, over Rows
#---
import mmcv.utils
from torch.utils.data import DataLoader, Dataset

DATASETS = mmcv.utils.Registry("datasets")


@DATASETS.register_module("rows")
class Rows(Dataset):
    def __getitem__(self, index):
        return index


loader = DataLoader(DATASETS.get("rows")())  #? loader, numbered, over Rows
loader = DataLoader(mmcv.utils.build_from_cfg({"type": "rows"}, DATASETS))  #? loader, numbered, over Rows
#---
from importlib import import_module

from torch.utils.data import DataLoader

loader = DataLoader(import_module("rows").Rows())  #? loader, numbered, over Rows
