# expect: LL106
# The dataset raises for nothing but evaluation.
import random

from torch.utils.data import Dataset


class Tasks(Dataset):
    def __init__(self, tasks, mode="test"):
        if mode == "test":
            raise ValueError(mode)
        self.tasks = tasks[mode]

    def __len__(self):
        return len(self.tasks)

    def __getitem__(self, index):
        samples = list(self.tasks[index])
        random.seed(0)
        random.shuffle(samples)
        return samples


