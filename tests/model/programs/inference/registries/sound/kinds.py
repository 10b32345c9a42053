from torch.utils.data import Dataset

from sound import SOUNDS, VIEWS


@SOUNDS.register()
class Noise(Dataset):
    def __init__(self, size):
        self.size = size


@SOUNDS.register("tones")
class Tones:
    pass


@VIEWS.register()
class Side:
    pass
