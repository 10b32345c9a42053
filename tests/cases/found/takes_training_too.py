# expect: LL106
# The dataset takes modes of evaluation, and that of training as well: there each task is split alike, too.
import random

from torch.utils.data import DataLoader, Dataset


class Tasks(Dataset):
    def __init__(self, tasks, mode="test"):
        assert mode in ["train", "val", "test"]
        self.tasks = tasks[mode]

    def __len__(self):
        return len(self.tasks)

    def __getitem__(self, index):
        samples = list(self.tasks[index])
        random.seed(0)
        random.shuffle(samples)
        return samples


def load(tasks, mode):
    return DataLoader(Tasks(tasks, mode), num_workers=4)
