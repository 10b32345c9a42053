# forbid: LL201, LL303
# Tests build loaders to see what they do; one of them asks for the error.
import pytest
from rows import Rows
from torch.utils.data import DataLoader


def test_workers_are_needed():
    with pytest.raises(ValueError):
        DataLoader(Rows(), persistent_workers=True)
