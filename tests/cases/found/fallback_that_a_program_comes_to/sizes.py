# expect: LL303
# Who calls this has no sizes at hand.
from torch.utils.data import DataLoader


def by_loader(dataset):
    return [size for size in DataLoader(dataset, num_workers=4, collate_fn=lambda rows: rows[0])]


def sizes(dataset):
    if hasattr(dataset, "size"):
        return [dataset.size(number) for number in range(len(dataset))]
    return by_loader(dataset)


def groups(dataset):
    return sorted(sizes(dataset))
