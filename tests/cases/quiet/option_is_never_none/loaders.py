from torch.utils.data import DataLoader, RandomSampler


def make(data, sampler=None):
    if sampler is None:
        return DataLoader(data, num_workers=2)
    return DataLoader(data, sampler=RandomSampler(data))
